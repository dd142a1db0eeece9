namespace Ecom389.Monitor.Text.Tests;

public sealed class OtherReadersTests
{
    [Theory]
    [InlineData("số GCN C0955191224AE15A3 nhé", "C0955191224AE15A3")]
    [InlineData("gcn: a0123 050321 bb02a1", "A0123050321BB02A1")]
    [InlineData("Ｂ０１２３０５０３２１ＡＥ０２Ａ１", "B0123050321AE02A1")]
    public void A_VNTA_certificate_number_is_taken_apart(string text, string number)
    {
        var certificate = Assert.Single(CertificateReader.Find(text));
        Assert.Equal((CertificateKind.VntaCertificate, number, true), (certificate.Kind, certificate.Number, certificate.WellFormed));
        Assert.Equal(number[0], certificate.Centre);
        Assert.Equal(number[1..5], certificate.Ordinal);
        Assert.Equal(number[5..11], certificate.Issued?.ToString("ddMMyy", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(certificate.Text, text[certificate.Start..certificate.End]);
    }

    [Fact]
    public void An_impossible_date_makes_a_certificate_ill_formed() =>
        Assert.False(Assert.Single(CertificateReader.Find("A0955310224AE15A3")).WellFormed);

    [Fact]
    public void A_declaration_and_a_number_of_unknown_form_are_told_apart()
    {
        var found = CertificateReader.Find("Công bố 01/2024/CBHQ-ABC, số GCN: TQC.23-00981, GCN 54 gì đó");
        Assert.Equal([CertificateKind.SupplierDeclaration, CertificateKind.Unknown], found.Select(static f => f.Kind));
        Assert.Equal("ABC", found[0].Code);
        Assert.Equal("TQC.23-00981", found[1].Number);
    }

    [Theory]
    [InlineData("đạt QCVN 54:2020/BTTTT", "QCVN 54:2020/BTTTT")]
    [InlineData("qcvn54-2020", "QCVN 54:2020")]
    [InlineData("theo QCVN 135", "QCVN 135")]
    [InlineData("TCVN 7909-1:2016", "TCVN 7909-1:2016")]
    public void References_to_standards_have_one_form(string text, string reference) => Assert.Equal(reference, Assert.Single(StandardReader.Find(text)).Reference);

    [Theory]
    [InlineData("băng tần 2.4GHz", 2400.0, null)]
    [InlineData("DECT 6.0 1.920 - 1.930 MHz", 1920.0, 1930.0)]
    [InlineData("tần số 500–9oo mhz", 500.0, 900.0)]
    [InlineData("phát 5.8g cực mạnh", 5800.0, null)]
    [InlineData("433,92 Mhz", 433.92, null)]
    public void Frequencies_are_read_in_megahertz(string text, double low, double? high)
    {
        var frequency = Assert.Single(RadioReader.FindFrequencies(text));
        Assert.Equal(((decimal)low, (decimal?)high), (frequency.Megahertz, frequency.UpTo));
    }

    [Fact]
    public void A_weight_or_a_network_is_no_frequency() => Assert.Empty(RadioReader.FindFrequencies("5g, 4G, trà 500g, 5.5g"));

    [Theory]
    [InlineData("công suất 20W", 20, "W")]
    [InlineData("phát 27 dBm", 0.501, "dBm")]
    [InlineData("100mW", 0.1, "mW")]
    public void Powers_are_read_in_watts(string text, double watts, string unit)
    {
        var power = Assert.Single(RadioReader.FindPowers(text));
        Assert.Equal(watts, power.Watts, 0.001);
        Assert.Equal(unit, power.Unit);
    }

    [Theory]
    [InlineData("20W")]
    [InlineData("0,5 mW")]
    [InlineData("Công suất 2 kW, vỏ thép")]
    [InlineData("wow, win 5 Watt")]
    [InlineData("27 dBm")]
    public void A_text_with_a_power_is_never_passed_over(string text) => Assert.True(RadioReader.MayHoldPower(Normaliser.Normalise(text)));

    [Theory]
    [InlineData("wifi web www")]
    [InlineData("khoá cửa windows bản quyền")]
    [InlineData("giá 20k")]
    public void A_text_without_one_is_passed_over(string text) => Assert.False(RadioReader.MayHoldPower(Normaliser.Normalise(text)));

    [Fact]
    public void An_IMEI_is_checked_by_its_last_digit()
    {
        Assert.True(Assert.Single(NumberReaders.FindImeis("IMEI: 49-015420-323751-8")).CheckDigitHolds);
        Assert.False(Assert.Single(NumberReaders.FindImeis("imei 490154203237519")).CheckDigitHolds);
        Assert.Equal("356938035643809", Assert.Single(NumberReaders.FindImeis("máy 356938035643809")).Number);
        Assert.Empty(NumberReaders.FindImeis("mã đơn 123456789012345"));
    }

    [Fact]
    public void A_tax_code_needs_its_word_and_is_checked()
    {
        var code = Assert.Single(NumberReaders.FindTaxCodes("MST: 0100109106-001, giao toàn quốc"));
        Assert.Equal(("0100109106-001", true), (code.Number, code.CheckDigitHolds));
        Assert.False(Assert.Single(NumberReaders.FindTaxCodes("mã số thuế 0100109107")).CheckDigitHolds);
        Assert.Empty(NumberReaders.FindTaxCodes("đơn 0100109106"));
    }

    [Fact]
    public void A_bank_account_needs_its_word()
    {
        var account = Assert.Single(NumberReaders.FindBankAccounts("CK vào stk 0071 0009 87654 Vietcombank Nguyễn A"));
        Assert.Equal(("0071000987654", "vietcombank"), (account.Number, account.Bank));
        Assert.Empty(NumberReaders.FindBankAccounts("mã vạch 8934563138165"));
    }

    [Theory]
    [InlineData("https://zalo.me/0981389389", "zalo", "0981389389")]
    [InlineData("vào t.me/khosi_airpods nha", "telegram", "khosi_airpods")]
    [InlineData("tele: @linh_kien99", "telegram", "linh_kien99")]
    [InlineData("fb.com/shop.abc", "facebook", "shop.abc")]
    [InlineData("www.tiktok.com/@tainghe.re", "tiktok", "tainghe.re")]
    public void Accounts_on_services_are_read(string text, string platform, string name)
    {
        var handle = Assert.Single(HandleReader.Find(text));
        Assert.Equal((platform, name), (handle.Platform, handle.Name));
    }

    [Theory]
    [InlineData("Tai nghe Samsung", "Samsung", BrandSpelling.Exact)]
    [InlineData("SAM SUNG A15", "Samsung", BrandSpelling.Misspelt)]
    [InlineData("S.a.m.s.u.n.g", "Samsung", BrandSpelling.Evasive)]
    [InlineData("Sámsung", "Samsung", BrandSpelling.Evasive)]
    [InlineData("S@msung", "Samsung", BrandSpelling.Evasive)]
    [InlineData("Samsuпg", "Samsung", BrandSpelling.Evasive)]
    [InlineData("bán ai phôn 13", "iPhone", BrandSpelling.Misspelt)]
    [InlineData("lPhone 15", "iPhone", BrandSpelling.Evasive)]
    [InlineData("Aịrpods", "AirPods", BrandSpelling.Evasive)]
    [InlineData("loa ЈВL", "JBL", BrandSpelling.Evasive)]
    [InlineData("loa Marshell", "Marshall", BrandSpelling.Evasive)]
    [InlineData("sạc Hoco", "Hoco", BrandSpelling.Exact)]
    public void Brands_are_known_in_every_spelling_and_how_they_were_spelt(string text, string brand, BrandSpelling spelling)
    {
        var mention = Assert.Single(BrandReader.Find(text));
        Assert.Equal((brand, spelling), (mention.Brand, mention.Spelling));
        Assert.Equal(mention.Text, text[mention.Start..mention.End]);
    }

    [Fact]
    public void The_longest_name_at_a_place_is_the_brand_and_it_has_an_owner()
    {
        var mention = Assert.Single(BrandReader.Find("đồng hồ Apple Watch SE"));
        Assert.Equal(("Apple Watch", "Apple"), (mention.Brand, mention.Owner));
        Assert.Empty(BrandReader.Find("đeo tay, hộp sơn, dellwood, samsungy"));
    }

    [Theory]
    [InlineData("hàng k đẹp ko lấy tiền", "hàng không đẹp không lấy tiền")]
    [InlineData("500k, 500 k, vitamin k, k-pop, 12v dc 2a", "500k, 500 k, vitamin k, k-pop, 12v dc 2a")]
    [InlineData("ib sđt e đc giá", "inbox số điện thoại e được giá")]
    public void Chat_abbreviations_are_written_out_where_they_are_words(string text, string value) =>
        Assert.Equal(value, Teencode.Expand(Normaliser.Normalise(text)).Value);

    [Fact]
    public void What_was_written_out_leads_back_to_the_abbreviation()
    {
        var text = Teencode.Expand(Normaliser.Normalise("Hàng K\u200BO phải f.a.k.e"));
        Assert.Equal("hàng không phải fake", text.Value);
        var (start, end) = text.ToOriginal(5, 10);
        Assert.Equal("K\u200BO", text.Original[start..end]);
        (start, end) = text.ToOriginal(16, 20);
        Assert.Equal("f.a.k.e", text.Original[start..end]);
        var plain = Normaliser.Normalise("không có gì");
        Assert.Same(plain, Teencode.Expand(plain));
    }

    [Theory]
    [InlineData("hôm qua", "2026-11-20T17:00:00Z", DatePrecision.Day)]
    [InlineData("Hôm nay lúc 9:05", "2026-11-22T02:05:00Z", DatePrecision.Minute)]
    [InlineData("2 giờ trước", "2026-11-22T01:30:00Z", DatePrecision.Hour)]
    [InlineData("3 ngày trước", "2026-11-19T03:30:00Z", DatePrecision.Day)]
    [InlineData("vừa xong", "2026-11-22T03:30:00Z", DatePrecision.Minute)]
    [InlineData("12/11/2026", "2026-11-11T17:00:00Z", DatePrecision.Day)]
    [InlineData("20 tháng 11 lúc 14:03", "2026-11-20T07:03:00Z", DatePrecision.Minute)]
    [InlineData("25 tháng 12", "2025-12-24T17:00:00Z", DatePrecision.Day)]
    [InlineData("ngày 5 tháng 3 năm 2024", "2024-03-04T17:00:00Z", DatePrecision.Day)]
    [InlineData("đăng 01/10", "2026-09-30T17:00:00Z", DatePrecision.Day)]
    [InlineData("2026-11-20T14:03:00+07:00", "2026-11-20T07:03:00Z", DatePrecision.Minute)]
    public void Dates_are_resolved_against_the_capture(string text, string instant, DatePrecision precision)
    {
        var captured = new DateTimeOffset(2026, 11, 22, 3, 30, 0, TimeSpan.Zero);
        var date = DateReader.Read(text, captured);
        Assert.NotNull(date);
        Assert.Equal(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture), date.Instant);
        Assert.Equal(precision, date.Precision);
    }

    [Fact]
    public void Impossible_dates_are_none() =>
        Assert.Empty(DateReader.Find("31/02/2026, 45/13/2026, số 12/2024, 10.1.2.3", new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Inspection_gathers_everything_once()
    {
        var seen = TextInspector.Inspect("Bán iPh0ne 15 rep 1:1 giá 2tr5, zalo 0981.389.389, QCVN 54:2020/BTTTT, 2.4GHz 20W, stk 0912345678 MB");
        Assert.StartsWith("bán iphone 15 rep 1:1", seen.Normalised, StringComparison.Ordinal);
        Assert.Equal(2_500_000m, Assert.Single(seen.Prices).Amount);
        Assert.Equal("+84981389389", Assert.Single(seen.Phones).E164);
        Assert.Equal("iPhone", Assert.Single(seen.Brands).Brand, StringComparer.Ordinal);
        Assert.Equal("0912345678", Assert.Single(seen.BankAccounts).Number);
        Assert.Single(seen.Standards);
        Assert.Single(seen.Frequencies);
        Assert.Single(seen.Powers);
    }

    [Theory]
    [InlineData("39.95", "39.95")]
    [InlineData("Our Price 344.99", "344.99")]
    [InlineData("1.899,-", "1899")]
    [InlineData("PTE 120 000", "120000")]
    public void A_bare_price_field_is_inspected_as_one(string text, string amount) =>
        Assert.Equal(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), Assert.Single(TextInspector.Inspect(text).Prices).Amount);

    [Theory]
    [InlineData("iPhone 15")]
    [InlineData("Bán 2 cái")]
    [InlineData("0981389389")]
    [InlineData("RTX 4060 Ti 16GB")]
    public void A_short_text_with_numbers_is_no_price_field(string text) => Assert.Empty(TextInspector.Inspect(text).Prices);
}
