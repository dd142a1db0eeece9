namespace Ecom389.Monitor.Text.Tests;

public sealed class PhoneReaderTests
{
    [Theory]
    [InlineData("0981389389")]
    [InlineData("0981.389.389")]
    [InlineData("0 9 8 1 - 3 8 9 - 3 8 9")]
    [InlineData("0981_389_389")]
    [InlineData("0981*389*389")]
    [InlineData("0981/389/389")]
    [InlineData("O98I.389.389")]
    [InlineData("O98l.389.38g")]
    [InlineData("0️⃣9️⃣8️⃣1️⃣ 389 389")]
    [InlineData("０９８１３８９３８９")]
    [InlineData("𝟎𝟗𝟖𝟏 ③⑧⑨ ❸❽❾")]
    [InlineData("không chín tám một ba tám chín ba tám chín")]
    [InlineData("0 chín 8 một 3tám9 389")]
    [InlineData("0981\n389\n389")]
    [InlineData("+84 981 389 389")]
    [InlineData("84981389389")]
    [InlineData("(84)0981 389 389")]
    [InlineData("0084 981389389")]
    [InlineData("09\u200B81\u200B389389")]
    [InlineData("09813.📞.89389")]
    public void Every_spelling_of_a_number_is_read(string spelling)
    {
        var text = $"Liên hệ zalo: {spelling} gặp Hoa";
        var phone = Assert.Single(PhoneReader.Find(text));
        Assert.Equal("+84981389389", phone.E164);
        Assert.Equal(phone.Text, text[phone.Start..phone.End]);
    }

    [Theory]
    [InlineData("01681234567", "+84381234567")]
    [InlineData("0120 123 4567", "+84701234567")]
    [InlineData("0123.456.7890", "+84834567890")]
    [InlineData("024 3822 3344", "+842438223344")]
    [InlineData("0203.3123.456", "+842033123456")]
    public void Old_numbers_are_converted_and_landlines_read(string text, string e164) =>
        Assert.Equal(e164, Assert.Single(PhoneReader.Find("gọi " + text)).E164);

    [Theory]
    [InlineData("O9x.xxx.389")]
    [InlineData("09xx xxx 123")]
    [InlineData("0912345xxx")]
    [InlineData("0912.345.***")]
    [InlineData("IMEI 356789104567891")]
    [InlineData("MST 0312345678")]
    [InlineData("STK 0981389389 MB Bank")]
    [InlineData("tk 10981389389012")]
    [InlineData("hotline 1900 1234 hoặc 18001234")]
    [InlineData("giá 1.290.000đ, còn 990.000đ, 12.500.000")]
    [InlineData("ngày 08/12/2024 09:30")]
    [InlineData("năm sáu bảy tám chín người")]
    [InlineData("https://shop.vn/p/0981389389.html")]
    [InlineData("mã SM0981389389X")]
    [InlineData("0412345678")]
    public void Masked_numbers_and_other_digits_are_no_phones(string text) => Assert.Empty(PhoneReader.Find(text));

    [Fact]
    public void Several_numbers_in_a_row_are_several_numbers() =>
        Assert.Equal(
            "+84981389389 +84912345678 +84702345678",
            string.Join(' ', PhoneReader.Find("098 138 93 89 - 091 234 56 78 / 0702.345.678").Select(static p => p.E164)));
}
