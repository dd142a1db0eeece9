namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>Categories are told by the thing named first, and left out where words disagree.</summary>
public sealed class CategoryTests
{
    private static readonly CategoryGuesser Guesser = new(new());

    [Theory]
    [InlineData("Ốp lưng iPhone 15 Pro chống sốc", "phone-accessory")]
    [InlineData("Điện thoại Samsung Galaxy A17 tặng ốp lưng", "phone")]
    [InlineData("Balo laptop 15.6 inch chống nước", "other-non-ict")]
    [InlineData("Tai nghe chụp tai chống ồn", "headphones-speaker")]
    [InlineData("Bo kich song dien thoai 3 bang tan", "repeater-booster")]
    [InlineData("Hàng đẹp giá tốt", null)]
    public void The_thing_named_first_tells_the_category(string title, string? id) => Assert.Equal(id, Guesser.Guess(null, title, "")?.Id);
}
