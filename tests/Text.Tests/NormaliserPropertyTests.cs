using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Text.Tests;

/// <summary>What must hold of any text, hostile ones included.</summary>
public sealed class NormaliserPropertyTests
{
    /// <summary>Pieces of sellers' tricks, so that random texts reach the code that undoes them.</summary>
    private static readonly string[] Pieces =
    [
        "r", "e", "p", "f", "a", "k", "o", "0", "1", "4", "@", "!", "$", ".", "-", "_", " ", "  ", "\n", "\u200B", "\u0301", "\u0323", "\u0302", "\u031B", "\uFE0F", "\u20E3",
        "Ａ", "𝗮", "ⓔ", "🅰", "🇻", "🇳", "🇫", "А", "р", "ƒ", "hoá", "thuỷ", "òa", "ú", "y", "fake", "rep", "giả", "b4n", "h4ng", "xx", "ooo", "eee", "k", "500k", "\uD83D", "\uDC00", "\0", "™", "ﬁ", "İ", "ß", "Đ",
        "가", "漢", "ก็", "か\u3099", "½", "…", "·", "•", "'", "x",
    ];

    private static Arbitrary<string> Tricky() =>
        Gen.Elements(Pieces).ArrayOf().Select(static parts => string.Concat(parts)).ToArbitrary();

    [Fact]
    public void Normalising_twice_is_normalising_once()
    {
        Prop.ForAll(Tricky(), Idempotent).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(60));
        Prop.ForAll<string?>(static s => Idempotent(s ?? "")).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

        static bool Idempotent(string text)
        {
            var once = Normaliser.Normalise(text).Value;
            return string.Equals(once, Normaliser.Normalise(once).Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Both_views_have_one_length_and_every_offset_leads_back_in_order()
    {
        Prop.ForAll(Tricky(), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(60));
        Prop.ForAll<string?>(static s => Holds(s ?? "")).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

        static bool Holds(string text)
        {
            var normalised = Normaliser.Normalise(text);
            if (normalised.Value.Length != normalised.Folded.Length) return false;
            var (lastStart, lastEnd) = (0, 0);
            for (var i = 0; i < normalised.Value.Length; i++)
            {
                var (start, end) = normalised.ToOriginal(i, i + 1);
                if (start < lastStart || end < lastEnd || start >= end || end > text.Length) return false;
                (lastStart, lastEnd) = (start, end);
            }
            return true;
        }
    }

    [Fact]
    public void Every_single_character_is_settled()
    {
        for (var c = 0; c < 0x10000; c++)
        {
            var once = Normaliser.Normalise(((char)c).ToString()).Value;
            Assert.Equal(once, Normaliser.Normalise(once).Value);
        }
        for (var point = 0x10000; point < 0x20000; point++)
        {
            var once = Normaliser.Normalise(char.ConvertFromUtf32(point)).Value;
            Assert.Equal(once, Normaliser.Normalise(once).Value);
        }
    }

    [Theory]
    [InlineData("f.a.k.e ")]
    [InlineData("r e p ")]
    [InlineData("b4n h4ng 1!1!1! ")]
    [InlineData("a.")]
    [InlineData("a ")]
    [InlineData("1 ")]
    [InlineData("0981 ")]
    [InlineData("1tr2 - ")]
    [InlineData("12.345.")]
    [InlineData("giá 1xx*x")]
    public void Time_grows_with_length_and_no_faster(string pattern)
    {
        var small = Cost(pattern, 10_000);
        var large = Cost(pattern, 320_000);

        // Thirty-two times the text: a quadratic step would cost a thousand times, a busy machine a few times too much.
        Assert.True(large < small * 200 + 200, $"{small} ms became {large} ms");

        static double Cost(string pattern, int length)
        {
            var text = string.Concat(Enumerable.Repeat(pattern, length / pattern.Length));
            var best = double.MaxValue;
            for (var round = 0; round < 4; round++)
            {
                var watch = System.Diagnostics.Stopwatch.StartNew();
                _ = Normaliser.Normalise(text);
                _ = PriceReader.Find(text);
                _ = PhoneReader.Find(text);
                best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
            }
            return best;
        }
    }

    [Fact]
    public void Readers_take_any_text_and_quote_it_exactly()
    {
        string[] pieces = [.. Pieces, "1", "tr", "2", "9", "098", "1389", "389", "xxx", "**", "đ", "₫", "củ", "rưỡi", "trăm", "tư", "chín", "không", "$", "€", "từ", "đến", "giá", "+84", "(", ")", "/"];
        var texts = Gen.Elements(pieces).ArrayOf().Select(static parts => string.Concat(parts)).ToArbitrary();
        Prop.ForAll(texts, static text =>
        {
            foreach (var price in PriceReader.Find(text)) Assert.Equal(price.Text, text[price.Start..price.End]);
            foreach (var phone in PhoneReader.Find(text)) Assert.Equal(phone.Text, text[phone.Start..phone.End]);
            if (PriceReader.Read(text, "VND") is { } one) Assert.Equal(one.Text, text[one.Start..one.End]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(4000).WithEndSize(60));
    }
}
