def test_x(changed):
    print(changed.output)
