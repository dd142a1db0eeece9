using Ecom389.Monitor.Text.Prices;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Text.Tests;

/// <summary>The short cut for price tags says what the full reading says, or nothing.</summary>
public sealed class PlainDongTests
{
    private static readonly string[] Pieces =
        ["7", "12", "190", "1.000", ".000", ".572", ".52", ".", "000", "999", "111", "0", " ", "\u00A0", "đ", "₫", "VND", "VNĐ", "vnd", "vnđ", "Đ", "d", "-", "-21%", "-5%", "%", "x", "*", "k", "tr", "ô", "/tháng", "cọc", "\u200B"];

    [Fact]
    public void A_price_tag_read_by_the_short_cut_is_read_alike_in_full()
    {
        var taken = 0;
        var groups = Gen.Choose(0, 999).Select(static number => $".{number:000}").ArrayOf(2).Select(static parts => string.Concat(parts)).Or(Gen.Choose(0, 999).Select(static number => $".{number:000}"));
        var tags = from first in Gen.Choose(1, 999)
                   from rest in groups
                   from gap in Gen.Elements("", " ", "\u00A0")
                   from unit in Gen.Elements("đ", "₫", "VND", "VNĐ", "vnd", "vnđ")
                   from behind in Gen.Elements("", "-21%", " -5%", "\u00A0-100%")
                   select first + rest + gap + unit + behind;
        Prop.ForAll(tags.ToArbitrary(), tag =>
        {
            if (PlainDong.Read(tag) is not null) taken++;
            Compare(tag);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
        Assert.True(taken > 4900, $"only {taken} tags taken");
    }

    [Fact]
    public void Whatever_stands_around_a_price_tag_the_short_cut_does_not_differ() =>
        Prop.ForAll(Gen.Elements(Pieces).ArrayOf().Select(static parts => string.Concat(parts)).ToArbitrary(), Compare).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithEndSize(9));

    [Theory]
    [InlineData("7.572.000 ₫", 7_572_000)]
    [InlineData("7.572.000\u00A0₫-21%", 7_572_000)]
    [InlineData("190.000đ", 190_000)]
    [InlineData("8.034.000 VNĐ", 8_034_000)]
    public void A_price_tag_is_taken(string tag, long amount) => Assert.Equal(amount, PlainDong.Read(tag)?.Amount);

    [Theory]
    [InlineData("0.500đ")]
    [InlineData("7.572.000 ₫/tháng")]
    [InlineData("1.190.000đ - 2.000.000đ")]
    [InlineData("190.000")]
    public void What_says_more_or_less_than_an_amount_is_left_to_the_full_reading(string tag) => Assert.Null(PlainDong.Read(tag));

    private static void Compare(string tag)
    {
        foreach (var hint in (string?[])[null, "VND", "USD"]) Assert.Equal(PriceReader.ReadWhole(tag, hint), PriceReader.Read(tag, hint));
    }
}
