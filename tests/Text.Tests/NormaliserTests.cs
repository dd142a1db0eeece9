namespace Ecom389.Monitor.Text.Tests;

public sealed class NormaliserTests
{
    [Theory]
    [InlineData("Bán điện thoại chính hãng, bảo hành 12 tháng")]
    [InlineData("Quý khách nhận hoàn tiền; loại quạt này huỳnh huỵch chạy suốt đêm")]
    [InlineData("Chuyển khoản trước, khuya vẫn giao, nguyễn thuyên khuỷu")]
    public void Plain_Vietnamese_changes_in_case_only(string text) =>
        Assert.Equal(text.ToLowerInvariant(), Normaliser.Normalise(text).Value);

    [Theory]
    [InlineData("RTX 4060 i5-12400F QCVN 54:2020/BTTTT 4G 5G 1:1")]
    [InlineData("1tr2 500k 12,5 triệu 1.290.000đ 2tr-2tr5")]
    [InlineData("WH-1000XM4 MP3 B2B iPhone 15 Pro 256GB USB 3.2 A4Tech M1Pro X1Carbon Oppo A3s F1s")]
    [InlineData("0981.389.389 số 12/2024 192.168.1.1 mail a.b@shop.vn")]
    [InlineData("size XXL XXXL, CCCD, www.shopee.vn, kkk")]
    [InlineData("loại 1, so1, ca4 nha, AX3000 AC1200 Wifi6")]
    public void Numbers_prices_and_model_codes_are_left_alone(string text) =>
        Assert.Equal(text.ToLowerInvariant(), Normaliser.Normalise(text).Value);

    [Theory]
    [InlineData("r\u200Be\u200Bp 1:1", "rep 1:1")]
    [InlineData("\u202Erep\u202C \u2066fake\u2069\uFEFF", "rep fake")]
    [InlineData("f\u00ADake\u2060", "fake")]
    public void A_phrase_split_by_zero_width_characters_is_still_found(string text, string value) =>
        Assert.Equal(value, Normaliser.Normalise(text).Value);

    [Theory]
    [InlineData("Ｓａｍｓｕｎｇ ４Ｇ", "samsung 4g")]
    [InlineData("𝗿𝗲𝗽 𝟭:𝟭 𝓯𝓪𝓴𝓮", "rep 1:1 fake")]
    [InlineData("ⓕⓐⓚⓔ 🅕🅐🅚🅔 🄵🄰🄺🄴 🆁🅴🅿", "fake fake fake rep")]
    [InlineData("🇫🇦🇰🇪 🇻🇳 🇯🇵🇰🇷", "fake 🇻🇳 🇯🇵🇰🇷")]
    [InlineData("1️⃣8️⃣k ⓪⑨⑧ ❶", "18k 098 1")]
    [InlineData("ᴛᴇᴍ ɴʜãɴ", "tem nhãn")]
    [InlineData("ЈВL Аpple Ѕony ίPhone", "jbl apple sony iphone")]
    [InlineData("S̶a̶n̶D̶i̶s̶k̶", "sandisk")]
    public void Letters_in_disguise_are_read_as_letters(string text, string value) =>
        Assert.Equal(value, Normaliser.Normalise(text).Value);

    [Fact]
    public void Marks_are_composed_in_whatever_order_they_were_typed()
    {
        Assert.Equal("ậ", Normaliser.Normalise("a\u0323\u0302").Value);
        Assert.Equal("ậ", Normaliser.Normalise("a\u0302\u0323").Value);
        Assert.Equal("ấ", Normaliser.Normalise("á\u0302").Value);
        Assert.Equal("ờ", Normaliser.Normalise("o\u0300\u031B").Value);
    }

    [Theory]
    [InlineData("hoá đơn", "hóa đơn")]
    [InlineData("THUỶ TINH khoẻ", "thủy tinh khỏe")]
    [InlineData("hòan tòan thủân", "hoàn toàn thủân")]
    [InlineData("quý uỷ quyền", "quý ủy quyền")]
    public void Both_places_of_the_tone_mark_are_one_word(string text, string value) => Assert.Equal(value, Normaliser.Normalise(text).Value);

    [Theory]
    [InlineData("r e p 1:1", "rep 1:1")]
    [InlineData("f.a.k.e loại 1", "fake loại 1")]
    [InlineData("s-i-m rác, t_e_m, h•à•n•g", "sim rác, tem, hàng")]
    [InlineData("h à n g f a k e", "hàng fake")]
    [InlineData("M á y  l ọ c  n ư ớ c", "máy  lọc  nước")]
    [InlineData("đ.ư.ờ.n.g m.ò.n", "đường mòn")]
    [InlineData("ph.ần m.ềm fa.ke si.m k.ý", "phần mềm fake sim ký")]
    [InlineData("size S M L XL", "size s m l xl")]
    public void Letters_set_apart_are_joined(string text, string value) => Assert.Equal(value, Normaliser.Normalise(text).Value);

    [Theory]
    [InlineData("b4n h4ng f@ke", "ban hang fake")]
    [InlineData("iPh0ne 15 Pr0 M@x", "iphone 15 pro max")]
    [InlineData("0ff1ce K3y Xia0m1 De11", "office key xiaomi dell")]
    [InlineData("th!nk b00k", "think book")]
    [InlineData("kh0á bản qu¥ền", "khóa bản quyền")]
    [InlineData("5oog 2O25 9oo mhz 1OO cành", "500g 2025 900 mhz 100 cành")]
    public void Digits_and_signs_inside_words_are_letters(string text, string value) => Assert.Equal(value, Normaliser.Normalise(text).Value);

    [Theory]
    [InlineData("reeeep", "rep")]
    [InlineData("fakeeee rẻẻẻẻ đẹpppp", "fake rẻ đẹp")]
    public void Drawn_out_letters_are_shortened(string text, string value) => Assert.Equal(value, Normaliser.Normalise(text).Value);

    [Fact]
    public void A_quote_is_what_the_seller_wrote()
    {
        const string Text = "Bán 🎧 r.e.p 1:1 Ａｉｒｐｏｄｓ f\u200Ba\u200Bk\u200Beeee";
        var normalised = Normaliser.Normalise(Text);
        Assert.Equal("r.e.p 1:1", Quote(normalised, "rep 1:1"));
        Assert.Equal("Ａｉｒｐｏｄｓ", Quote(normalised, "airpods"));
        Assert.Equal("f\u200Ba\u200Bk\u200Beeee", Quote(normalised, "fake"));
    }

    [Fact]
    public void Lone_surrogates_and_noughts_do_no_harm()
    {
        Assert.Equal("a\uFFFDb", Normaliser.Normalise("a\uD83Db").Value);
        Assert.Equal("ab", Normaliser.Normalise("a\0b").Value);
        Assert.Equal("\uFFFD", Normaliser.Normalise("\uDC00").Value);
    }

    private static string Quote(NormalisedText text, string phrase)
    {
        var at = text.Value.IndexOf(phrase, StringComparison.Ordinal);
        var (start, end) = text.ToOriginal(at, at + phrase.Length);
        return text.Original[start..end];
    }
}
