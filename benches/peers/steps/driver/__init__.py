"""What benches/peers/steps.py is made of."""
