"""The price of apples and oranges in Python alone."""

from protocol import serve


def price():
    apple, apple_num, orange, orange_num, tax = 100.0, 2.0, 150.0, 3.0, 1.1

    def run():
        all_price = apple * apple_num + orange * orange_num
        gradient = tax * apple_num, tax * apple, tax * orange_num, tax * orange, all_price
        return all_price * tax, *gradient

    return run


serve({"price": price}, numbers=lambda result: result)
