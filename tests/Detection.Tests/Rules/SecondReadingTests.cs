using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Detection.Tests.Rules;

/// <summary>Rules find what sellers hide, with the seller's own words as the quote, and nothing that was not there.</summary>
public class SecondReadingTests
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    private static List<Signal> Find(RuleSet rules, string text)
    {
        var signals = new List<Signal>();
        new RuleEngine(rules).Find(new(new() { Description = text }), Day, signals);
        return signals;
    }

    [Theory]
    [InlineData("bán h à n g g i ả nha", "h à n g g i ả")]
    [InlineData("bán h.à.n.g g-i-ả nha", "h.à.n.g g-i-ả")]
    [InlineData("bán h4ng gi@ nha", "h4ng gi@")]
    [InlineData("bán hàngggg giảaaa nha", "hàngggg giảaaa")]
    [InlineData("bán hàg zả nha, hàg zả", "hàg zả")]
    [InlineData("bán 🅷🅰🅽🅶 🅶🅸🅰 nha", "🅷🅰🅽🅶 🅶🅸🅰")]
    [InlineData("bán h̶à̶n̶g̶ g̷i̷ả̷ nha", "h̶à̶n̶g̶ g̷i̷ả̷")]
    [InlineData("bán hаǹg giа̉ nha", "hаǹg giа̉")]
    public void A_hidden_phrase_is_found_and_quoted_as_written(string text, string quote)
    {
        var signal = Assert.Single(Find(RulesFolder.One("{any: [\"hàng giả\"]}"), text));
        Assert.Equal(text[signal.Start!.Value..signal.End!.Value], signal.Quote);
        Assert.StartsWith(quote[..1], signal.Quote, StringComparison.Ordinal);
        Assert.True(signal.Quote!.Length >= quote.Length, signal.Quote);
    }

    [Theory]
    [InlineData("hàng gia dụng, hàng gia đình")]
    [InlineData("hang gia re, ban hang gia re nhat")]
    [InlineData("hàng.giá tốt")]
    [InlineData("hàng giá 4 triệu, gia4")]
    public void What_was_not_written_is_not_read_into_a_text(string text) =>
        Assert.Empty(Find(RulesFolder.One("{any: [\"hàng giả\"], view: exact}"), text));

    [Fact]
    public void A_short_phrase_without_diacritics_counts_only_where_every_word_stays_itself()
    {
        // "hang gia" is rather "hàng giá"; three words are proof enough.
        Assert.Empty(Find(RulesFolder.One("{any: [\"hàng giả\"]}"), "ban hang gia re"));
        Assert.Single(Find(RulesFolder.One("{any: [\"hàng giả cao cấp\"]}"), "ban hang gia cao cap"));
        Assert.Single(Find(RulesFolder.One("{any: [\"không tem\"]}"), "hang khong tem"));
    }

    [Theory]
    [InlineData("shop kh0ng b4n hàng fake")]
    [InlineData("shop k h ô n g b á n hàng fake")]
    [InlineData("shop hem bán hàng fake")]
    [InlineData("shop ko pán hàng fake")]
    public void A_hidden_refusal_still_takes_the_meaning_away(string text)
    {
        var guards = ("lexicons/guards.yaml", """
            default: [refusal]
            guards:
              - {id: refusal, title: t, wordsBefore: 4, before: [không bán], wordsAfter: 0, after: []}
            """);
        var rules = RulesFolder.One("{any: [fake]}", null, guards);
        Assert.Single(Find(rules, "shop bán hàng fake"));
        Assert.Empty(Find(rules, text));
    }

    [Fact]
    public void An_expression_reads_the_second_reading_too()
    {
        var rules = RulesFolder.One("{regex: {literal: [\"rep\"], pattern: 'rep\\s*1[:.]1'}}");
        Assert.Single(Find(rules, "tai nghe rep 1:1"));
        Assert.Equal("r3p 1:1", Assert.Single(Find(RulesFolder.One("{any: [rep], regex: {literal: [\"rep\"], pattern: 'rep\\s*1[:.]1'}}"), "tai ngh3 r3p 1:1 h4ng")).Quote![..3] + " 1:1");
    }

    [Fact]
    public void Near_groups_count_the_words_as_they_are_read()
    {
        var rules = RulesFolder.One("{ordered: {words: 1, groups: [[không], [hoá đơn]]}}");
        Assert.Single(Find(rules, "k h ô n g có h.o.á đ.ơ.n"));
        Assert.Empty(Find(rules, "không một hai ba hoá đơn"));
    }

    [Fact]
    public void Plain_texts_are_read_once()
    {
        var engine = new RuleEngine(RulesFolder.Rules);
        Assert.Empty(engine.SecondReadings(new(new() { Title = "Tai nghe Sony WH-1000XM5 chính hãng", Description = "Bảo hành 12 tháng, nguyên seal, giao nhanh.", PriceText = "7.490.000đ" })));
        Assert.NotEmpty(engine.SecondReadings(new(new() { Title = "Bán h.à.n.g f4ke" })));
    }
}
