using Ecom389.Monitor.Web.Listings;

namespace Ecom389.Monitor.Web.Tests.Listings;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("0900000123", "090****123")]
    [InlineData("0900 000 123", "090* *** 123")]
    [InlineData("O9OO.OOO.123", "O9O*.***.123")]
    [InlineData("123", "123")]
    public void A_number_keeps_its_first_and_last_three_and_its_length(string number, string shown) =>
        Assert.Equal(shown, PersonalData.MaskWhole(number));

    [Fact]
    public void A_number_within_words_is_starred_and_offsets_stay()
    {
        const string Text = "Gọi 0912345678 gặp Tuấn";
        var masked = PersonalData.Mask(Text);
        Assert.Equal("Gọi 091****678 gặp Tuấn", masked);
    }

    [Fact]
    public void Prices_are_no_numbers_to_hide() => Assert.Equal("Giá 1.250.000đ", PersonalData.Mask("Giá 1.250.000đ"));
}
