using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Detection.Scoring;
using Ecom389.Monitor.Detection.Tests.Model;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Detection.Tests.Scoring;

public sealed class ListingScorerTests
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    [Fact]
    public void Telling_words_raise_the_score_and_are_quoted_exactly()
    {
        var listing = new ListingRecord { Id = "x", Title = "Tai nghe REP HỔ VẰN" };
        var result = Scorer().Score(listing, Day);
        Assert.True(result.Flagged);
        Assert.Equal("counterfeit", result.Violations[0].Code);
        var quote = result.Signals[0];
        Assert.Equal(listing.Title[quote.Start!.Value..quote.End!.Value], quote.Quote);
        Assert.Equal("model.counterfeit", quote.Id);
    }

    [Fact]
    public void A_dull_listing_has_a_low_score_and_no_signal()
    {
        var result = Scorer().Score(new ListingRecord { Id = "x", Title = "Áo thun cotton", Description = "Vải mát, giặt không phai" }, Day);
        Assert.False(result.Flagged);
        Assert.Empty(result.Signals);
        Assert.Empty(result.Violations);
    }

    [Fact]
    public void Without_evidence_there_is_no_flag()
    {
        var header = TinyModel.Header with { StackBias = 20, EvidenceBar = 100 };
        var result = new ListingScorer(TinyModel.Make(header), []).Score(new ListingRecord { Id = "x", Title = "Tai nghe" }, Day);
        Assert.False(result.Flagged);
        Assert.Equal(header.FlagThreshold, result.Score);
    }

    [Fact]
    public void A_rule_is_evidence_and_raises_the_score()
    {
        var header = TinyModel.Header with { EvidenceBar = 100, StackBias = 5 };
        var listing = new ListingRecord { Id = "x", Title = "Tai nghe không tem" };
        var without = new ListingScorer(TinyModel.Make(header), []).Score(listing, Day);
        var with = new ListingScorer(TinyModel.Make(header), [new OneRule(20)]).Score(listing, Day);
        Assert.True(with.Score > without.Score);
        Assert.True(with.Flagged);
    }

    [Fact]
    public void A_rule_found_many_times_counts_once()
    {
        var once = new ListingScorer(TinyModel.Make(), [new OneRule(1)]).Score(new ListingRecord { Title = "Tai nghe" }, Day);
        var thrice = new ListingScorer(TinyModel.Make(), [new OneRule(1), new OneRule(1), new OneRule(1)]).Score(new ListingRecord { Title = "Tai nghe" }, Day);
        Assert.Equal(once.Score, thrice.Score);
    }

    [Fact]
    public void Priority_is_the_score_under_the_fields_prior() => Assert.Equal(0.02, TextModel.Shift(0.45, 0.45, 0.02), 12);

    [Fact]
    public void No_text_makes_it_throw_and_every_quote_is_the_substring() => Prop.ForAll<string, string>((title, description) =>
    {
        var listing = new ListingRecord { Title = (title ?? "") + " rep hổ vằn", Description = description ?? "" };
        var result = Scorer().Score(listing, Day);
        Assert.InRange(result.Score, 0, 1);
        foreach (var signal in result.Signals)
            Assert.Equal((signal.Field is "title" ? listing.Title : listing.Description)[signal.Start!.Value..signal.End!.Value], signal.Quote);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Signs_that_no_text_may_hold_do_not_make_it_throw() => Prop.ForAll(
        Gen.Elements("\uFFFE", "\uFFFF", "\uD800", "\uDC00", "\0", "\u0301", "\u0323", "а", "е", "р", "𝗮", "S\uFFFEony", "rep ", "hổ vằn", "h\uFFFEổ", "é", "0", " ").ArrayOf().Select(static parts => string.Concat(parts)).ToArbitrary(),
        text =>
        {
            var listing = new ListingRecord { Title = text + " rep hổ vằn", Description = text, Brand = text, PriceText = text, Attributes = new Dictionary<string, string> { [text] = text } };
            var result = Scorer().Score(listing, Day);
            Assert.InRange(result.Score, 0, 1);
            Assert.Contains(result.Signals, signal => signal.Id == "model.counterfeit");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(30));

    private static readonly ListingScorer Shared = new(TinyModel.Make(), []);

    private static ListingScorer Scorer() => Shared;

    private sealed class OneRule(double weight) : ISignalSource
    {
        public string Version => "1";

        public void Find(ListingView listing, DateOnly asOf, ICollection<Signal> signals)
        {
            var title = listing.Record.Title;
            signals.Add(new("rule", "test.one", "uncertified", weight, "title", 0, title.Length, title, "Nghi vấn", Facts: null));
        }
    }
}
