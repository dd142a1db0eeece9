using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Text.Tests;

/// <summary>Whatever the text, every reader takes it and quotes it exactly, in order.</summary>
public sealed class ReaderPropertyTests
{
    private static readonly string[] Pieces =
    [
        "IMEI", "imei:", "356938035643809", "490154203237518", "49-015420-323751-8", "MST", "mã số thuế", "0100109106", "-001", "stk", "số tài khoản", "0071 0009 87654", "vcb", "MB",
        "tele:", "@abc_99", "zalo.me/", "t.me/", "0981389389", "fb.com/shop.a", "QCVN", "54:2020/BTTTT", "TCVN 7909-1", "2.4GHz", "433,92 mhz", "1.880-1.900 MHz", "5.8g", "20W", "27 dBm", "100mW",
        "C0955191224AE15A3", "01/2024/CBHQ-ABC", "số GCN:", "2026-11-20", "T14:03", "12/11/2026", "hôm qua", "3 ngày trước", " ", "\n", ".", "-", "/", ":", "\u200B", "Ａ", "９", "🅰", "é", "\uD83D", "ạ", "0", "x",
    ];

    [Fact]
    public void Every_mention_is_a_quote_of_the_text_at_its_offsets()
    {
        var captured = new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
        Prop.ForAll(Gen.Elements(Pieces).ArrayOf().Select(static parts => string.Concat(parts)).ToArbitrary(), text =>
        {
            Quotes(text, NumberReaders.FindImeis(text).Select(static m => (m.Text, m.Start, m.End)));
            Quotes(text, NumberReaders.FindTaxCodes(text).Select(static m => (m.Text, m.Start, m.End)));
            Quotes(text, NumberReaders.FindBankAccounts(text).Select(static m => (m.Text, m.Start, m.End)));
            Quotes(text, HandleReader.Find(text).Select(static m => (m.Text, m.Start, m.End)));
            Quotes(text, StandardReader.Find(text).Select(static m => (m.Text, m.Start, m.End)));
            Quotes(text, CertificateReader.Find(text).Select(static m => (m.Text, m.Start, m.End)));
            Quotes(text, RadioReader.FindFrequencies(text).Select(static m => (m.Text, m.Start, m.End)));
            Quotes(text, RadioReader.FindPowers(text).Select(static m => (m.Text, m.Start, m.End)));
            Quotes(text, BrandReader.Find(text).Select(static m => (m.Text, m.Start, m.End)));
            Quotes(text, DateReader.Find(text, captured).Select(static m => (m.Text, m.Start, m.End)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(30));
    }

    /// <summary>No text by Unicode's rules: U+FFFE and its like, halves of pairs, NUL; around letters in disguise, so that the code that undoes it meets them.</summary>
    private static readonly string[] Broken =
    [
        "\uFFFE", "\uFFFF", "\uFDD0", "\uD800", "\uDBFF", "\uDC00", "\uDFFF", "\0", "\uD83F\uDFFE", "\u0301", "\u0323", "\u0302", "\uFE0F", "\u20E3", "\u0336", "\u202E", "\u200B",
        "а", "р", "е", "𝗮", "🅰", "ǹ", "ȋ", "é", "s", "S", "a", "á", "m", "u", "n", "g", "hàng", "giả", "fake", "Samsung", "S\uFFFEony", "Sо\uFFFEny", "h\uD800à", "0", "4", "@", ".", " ", "\n",
    ];

    [Fact]
    public void A_text_that_is_none_by_Unicodes_rules_is_read_as_any_other()
    {
        var captured = new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
        WordList words = new(["hàng", "giả", "fake"]);
        Prop.ForAll(Gen.Elements(Broken).ArrayOf().Select(static parts => string.Concat(parts)).ToArbitrary(), text =>
        {
            var inspection = TextInspector.Inspect(text);
            Quotes(text, inspection.Brands.Select(static m => (m.Text, m.Start, m.End)));
            Quotes(text, inspection.Phones.Select(static m => (m.Text, m.Start, m.End)));
            var normalised = Normaliser.Normalise(text);
            Assert.Equal(normalised.Value.Length, normalised.Folded.Length);
            Assert.NotNull(Unmasker.Read(normalised, [], words).Value);
            Assert.Empty(DateReader.Find(text, captured));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(4000).WithEndSize(30));
    }

    [Theory]
    [InlineData("hа\uFFFE\u0300ng", "hàng")]
    [InlineData("S\u0301\uFFFEony")]
    [InlineData("\uDC00\u0301а\u0323\uFFFE")]
    public void Signs_that_no_text_may_hold_hide_nothing_and_break_nothing(string text, string? read = null)
    {
        var value = Unmasker.Read(Normaliser.Normalise(text), [], new WordList(["hàng"])).Value;
        Assert.DoesNotContain('\uFFFE', value);
        if (read is not null) Assert.Equal(read, value);
        Assert.Equal(TextInspector.Inspect(text).Normalised, Normaliser.Normalise(text).Value);
    }

    [Fact]
    public void Every_IMEI_with_a_right_check_digit_is_found_and_one_wrong_digit_is_told()
    {
        Prop.ForAll(Gen.Choose(0, 9).ListOf(14).ToArbitrary(), static digits =>
        {
            var body = string.Concat(digits);
            var number = body + LuhnDigit(body);
            var found = Assert.Single(NumberReaders.FindImeis($"IMEI {number} nhé"));
            Assert.True(found.CheckDigitHolds);
            Assert.Equal(number, found.Number);
            var wrong = body + (char)('0' + (number[^1] - '0' + 1) % 10);
            Assert.False(Assert.Single(NumberReaders.FindImeis($"IMEI {wrong}")).CheckDigitHolds);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void A_frequency_reads_the_same_however_its_unit_is_written()
    {
        Prop.ForAll(Gen.Choose(30, 5900).ToArbitrary(), static megahertz =>
        {
            foreach (var text in new[] { $"{megahertz}MHz", $"{megahertz} mhz", $"tần số {megahertz} MHZ." })
                Assert.Equal(megahertz, Assert.Single(RadioReader.FindFrequencies(text)).Megahertz);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Theory]
    [InlineData("2026-11-20", "2026-11-19T17:00:00Z", DatePrecision.Day)]
    [InlineData("2026-11-20T14:03", "2026-11-20T07:03:00Z", DatePrecision.Minute)]
    [InlineData("2026-11-20 14:03:30", "2026-11-20T07:03:30Z", DatePrecision.Minute)]
    [InlineData("2026-11-20T14:03:00Z", "2026-11-20T14:03:00Z", DatePrecision.Minute)]
    [InlineData("2026-11-20T14:03:00+0900", "2026-11-20T05:03:00Z", DatePrecision.Minute)]
    public void ISO_dates_without_an_offset_are_of_Viet_Nam(string text, string instant, DatePrecision precision)
    {
        var date = DateReader.Read(text, new DateTimeOffset(2026, 11, 22, 3, 30, 0, TimeSpan.Zero));
        Assert.NotNull(date);
        Assert.Equal(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture), date.Instant);
        Assert.Equal(precision, date.Precision);
    }

    private static void Quotes(string text, IEnumerable<(string Text, int Start, int End)> mentions)
    {
        var last = 0;
        foreach (var (quote, start, end) in mentions)
        {
            Assert.Equal(quote, text[start..end]);
            Assert.True(start >= last && end > start);
            last = start;
        }
    }

    private static char LuhnDigit(string body)
    {
        var sum = 0;
        for (var i = 0; i < body.Length; i++)
        {
            var digit = body[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit > 4 ? digit * 2 - 9 : digit * 2 : digit;
        }
        return (char)('0' + (10 - sum % 10) % 10);
    }
}
