import moto


@moto.mock_aws
def test_an_empty_queue_is_no_trouble():
    assert True
