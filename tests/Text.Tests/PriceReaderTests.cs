namespace Ecom389.Monitor.Text.Tests;

public sealed class PriceReaderTests
{
    [Theory]
    [InlineData("1tr2", 1_200_000)]
    [InlineData("1tr25", 1_250_000)]
    [InlineData("1TR250", 1_250_000)]
    [InlineData("1 tr 2", 1_200_000)]
    [InlineData("1m5", 1_500_000)]
    [InlineData("500k", 500_000)]
    [InlineData("500 cành", 500_000)]
    [InlineData("2 củ", 2_000_000)]
    [InlineData("2 củ 2", 2_200_000)]
    [InlineData("2 củ tư", 2_400_000)]
    [InlineData("2 chai", 2_000_000)]
    [InlineData("3 lít", 300_000)]
    [InlineData("3 lit ruoi", 350_000)]
    [InlineData("1 tỏi", 1_000_000_000)]
    [InlineData("12,5 triệu", 12_500_000)]
    [InlineData("12.5tr", 12_500_000)]
    [InlineData("1 triệu rưỡi", 1_500_000)]
    [InlineData("trăm rưỡi", 150_000)]
    [InlineData("bốn trăm chín", 490_000)]
    [InlineData("hai trăm lẻ năm", 205_000)]
    [InlineData("một trăm sáu chục", 160_000)]
    [InlineData("hai mươi lăm ngàn", 25_000)]
    [InlineData("một củ tư", 1_400_000)]
    [InlineData("450 nghìn", 450_000)]
    [InlineData("3 trăm nghìn", 300_000)]
    [InlineData("1.290.000đ", 1_290_000)]
    [InlineData("₫1.250.000", 1_250_000)]
    [InlineData("1,290,000 VNĐ", 1_290_000)]
    [InlineData("1 290 000", 1_290_000)]
    [InlineData("2 tỷ 50 triệu", 2_050_000_000)]
    [InlineData("15 triệu / tháng", 15_000_000)]
    [InlineData("1️⃣8️⃣k/cuộn", 18_000)]
    [InlineData("𝟲𝟬 𝗻𝗴𝗵𝗶̀𝗻", 60_000)]
    [InlineData("4 2 0 k/con", 420_000)]
    [InlineData("33O k", 330_000)]
    [InlineData("7 ch@i", 7_000_000)]
    [InlineData("350", 350_000)]
    [InlineData("từ 250đ/tem", 250)]
    public void A_Vietnamese_price_field_is_read_in_dong(string text, long amount)
    {
        var price = PriceReader.Read(text, "VND");
        Assert.NotNull(price);
        Assert.Equal(amount, price.Amount);
        Assert.Equal("VND", price.Currency);
        Assert.Equal(price.Text, text[price.Start..price.End]);
    }

    [Theory]
    [InlineData("ib")]
    [InlineData("Liên hệ")]
    [InlineData("giá thương lượng")]
    [InlineData("chiết khấu 12-28%")]
    [InlineData("rẻ hơn 2tr")]
    [InlineData("1đ")]
    [InlineData("123456")]
    [InlineData("999999đ")]
    [InlineData("1.111.111đ")]
    [InlineData("miễn phí")]
    [InlineData("báo giá trong 2 giờ")]
    [InlineData("")]
    public void A_field_without_a_price_gives_none(string text) => Assert.Null(PriceReader.Read(text, "VND"));

    [Theory]
    [InlineData("2tr-2tr5", 2_000_000, 2_500_000)]
    [InlineData("từ 300k đến 500k", 300_000, 500_000)]
    [InlineData("₫85.000 - ₫180.000", 85_000, 180_000)]
    [InlineData("10-20k", 10_000, 20_000)]
    [InlineData("3 - 5 tỷ", 3_000_000_000, 5_000_000_000)]
    [InlineData("12tr***", 12_000_000, 12_999_000)]
    [InlineData("4tr9xx", 4_900_000, 4_999_000)]
    [InlineData("2xxk", 200_000, 299_000)]
    [InlineData("dưới 3 tỷ", 3_000_000_000, 3_000_000_000)]
    public void A_range_or_masked_price_has_both_ends(string text, long low, long high)
    {
        var price = PriceReader.Read(text, "VND");
        Assert.NotNull(price);
        Assert.Equal(low, price.Amount);
        Assert.Equal(high, price.UpTo);
    }

    [Theory]
    [InlineData("$1,299.00", "1299", "$")]
    [InlineData("1.299,00 €", "1299", "€")]
    [InlineData("US$ 12", "12", "US$")]
    [InlineData("12 990 Kč", "12990", "Kč")]
    [InlineData("£3", "3", "£")]
    [InlineData("Rs. 500", "500", "Rs.")]
    [InlineData("CHF 2'049,95", "2049.95", "CHF")]
    [InlineData("45€ 99", "45.99", "€")]
    [InlineData(".75 €", "0.75", "€")]
    [InlineData("1 299,- Kč", "1299", "Kč")]
    [InlineData("5 400 руб.", "5400", "руб.")]
    [InlineData("230, 38 zł", "230.38", "zł")]
    [InlineData("$ SGD4.90", "4.90", "SGD")]
    [InlineData("20 đô", "20", "USD")]
    public void A_foreign_price_field_keeps_its_sign(string text, string amount, string currency)
    {
        var price = PriceReader.Read(text);
        Assert.NotNull(price);
        Assert.Equal(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), price.Amount);
        Assert.Equal(currency, price.Currency);
    }

    [Fact]
    public void A_currency_may_come_from_elsewhere_on_the_page()
    {
        Assert.Equal("€", PriceReader.Read("690,00", "€")?.Currency);
        Assert.Equal("£", PriceReader.Read("39.95", "Price From £ 39.95")?.Currency);
        Assert.Equal("", PriceReader.Read("39.95")?.Currency);
        Assert.Equal("VND", PriceReader.Read("1.250.000", "₫")?.Currency);
    }

    [Theory]
    [InlineData("Giá 1tr2, ship 30k, cọc 500k", "1200000:Price 30000:Fee 500000:Deposit")]
    [InlineData("giảm 500k còn 2tr5", "500000:Discount 2500000:Price")]
    [InlineData("Trả góp chỉ 500k/tháng", "500000:Instalment")]
    [InlineData("tặng ốp trị giá 300k, giá 4 củ 2", "300000:GiftValue 4200000:Price")]
    [InlineData("giá cũ 3tr, nay 2tr8", "3000000:OldPrice 2800000:Price")]
    [InlineData("voucher 50k cho đơn từ 500k", "50000:Discount 500000:Threshold")]
    [InlineData("lương 8-12tr", "8000000:Wage")]
    [InlineData("củ sạc 20w kèm cốc 150k, cọc 50k", "150000:Price 50000:Deposit")]
    [InlineData("quá rẻ 90k, cục phát 260k", "90000:Price 260000:Price")]
    public void Amounts_that_are_not_the_price_are_told_apart(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', PriceReader.Find(text).Select(static p => $"{p.Amount}:{p.Role}")));

    [Theory]
    [InlineData("CPU i7-12700K, i5-12400, RTX 4060")]
    [InlineData("IMEI 356789104567891, sđt 0981.389.389")]
    [InlineData("tivi 4K 55 inch, pin 10.000 mAh, 500k view")]
    [InlineData("cáp dài 1m5, dây 3m, nồi cơm 1.8 lít, giá đỡ 2 chai nước")]
    [InlineData("2 củ sạc 20W, 3 củ tỏi, 5 cành đào")]
    [InlineData("QCVN 54:2020/BTTTT, 12/11/2026, 192.168.1.1, v1.2.3")]
    [InlineData("nhận chín người, hai lăm cái, năm 2024")]
    [InlineData("Tủ lạnh 711 lít, điều hòa AS-10TR4RL, tặng 1 đồng hồ, Việt Nam Tỉ lệ 1:14")]
    [InlineData("chuẩn 802.11k/v, gom 10.000 củ mỗi tháng")]
    public void Codes_measures_and_counts_are_not_money(string text) => Assert.Empty(PriceReader.Find(text));

    [Fact]
    public void Prices_in_running_text_are_found_with_their_place()
    {
        const string Text = "Pass iPhone 13 128GB giá 8tr5 fix nhẹ, bản 256 thì 9.900.000đ. Mua bên Mỹ $699.00";
        var prices = PriceReader.Find(Text);
        Assert.Equal("8tr5 9.900.000đ $699.00", string.Join(' ', prices.Select(static p => p.Text)));
        Assert.Equal([8_500_000m, 9_900_000m, 699m], prices.Select(static p => p.Amount));
        Assert.All(prices, p => Assert.Equal(p.Text, Text[p.Start..p.End]));
    }
}
