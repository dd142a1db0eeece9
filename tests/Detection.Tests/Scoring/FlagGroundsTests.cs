using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Detection.Scoring;
using Ecom389.Monitor.Detection.Tests.Model;
using Ecom389.Monitor.Detection.Tests.Rules;

namespace Ecom389.Monitor.Detection.Tests.Scoring;

/// <summary>What is not known is not judged: neither other goods nor other languages, however a text may sound.</summary>
public sealed class FlagGroundsTests
{
    private const string Goods = "goods:\n  router-wifi: [router, bộ phát wifi]\n  phone: [điện thoại]\n";
    private static readonly DateOnly Day = new(2026, 11, 22);

    /// <summary>Certain of everything, so that only the grounds can hold a listing back.</summary>
    private static ScoreResult Score(string when, ListingRecord listing) =>
        new ListingScorer(TinyModel.Make(TinyModel.Header with { EvidenceBar = 100, StackBias = 30 }), SignalSources.Of(RulesFolder.One(when, null, ("lexicons/goods.yaml", Goods)))).Score(listing, Day);

    [Fact]
    public void A_text_that_names_no_known_goods_is_not_flagged() =>
        Assert.False(Score("{any: [\"không ai biết\"]}", new() { Title = "Người giữ hải đăng", Description = "Không ai biết vì sao ông ở lại." }).Flagged);

    [Fact]
    public void The_same_words_about_known_goods_are() =>
        Assert.True(Score("{any: [\"không ai biết\"]}", new() { Title = "Router cũ", Description = "Không ai biết nó từ đâu ra." }).Flagged);

    [Fact]
    public void A_mention_in_passing_does_not_make_a_long_text_one_about_goods() =>
        Assert.False(Score("{any: [\"không ai biết\"]}", new() { Title = "Người giữ hải đăng", Description = "Chuông điện thoại reo. Không ai biết. " + string.Join(' ', Enumerable.Repeat("Biển lặng suốt đêm dài.", 200)) }).Flagged);

    [Fact]
    public void The_crawlers_category_names_the_goods_too() =>
        Assert.True(Score("{any: [\"không ai biết\"]}", new() { Category = "router-wifi", Description = "Cái hộp nhỏ này không ai biết." }).Flagged);

    [Fact]
    public void A_page_in_another_language_is_not_judged() =>
        Assert.False(Score("{any: [router]}", new() { Title = "Router", Description = string.Join(' ', Enumerable.Repeat("This wireless router ships within three working days and returns are accepted.", 10)) }).Flagged);

    [Theory]
    [InlineData("Ví nam da bò", "Da trơn, khắc tên", false)]
    [InlineData("Bộ phát wifi", "Vỏ trơn, hộp trắng", true)]
    public void Without_a_category_a_rule_for_one_asks_the_words(string title, string description, bool holds) =>
        Assert.Equal(holds, new RuleEngine(RulesFolder.One("{category: [router-wifi], any: [trơn]}", null, ("lexicons/goods.yaml", Goods)))
            .Holding(new(new() { Title = title, Description = description }), Day, static _ => true).Count > 0);

    [Fact]
    public void An_unknown_category_of_goods_is_an_error_with_its_line()
    {
        var fault = Assert.Throws<InvalidInputException>(() => RulesFolder.One("{any: [a]}", null, ("lexicons/goods.yaml", Goods + "  spaceship: [tàu]\n")));
        Assert.Contains("spaceship", fault.Message, StringComparison.Ordinal);
    }
}
