using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Detection.Scoring;

namespace Ecom389.Monitor.Detection.Tests.Model;

public sealed class CodeLeaningsTests
{
    private static readonly DateOnly Day = new(2026, 11, 22);
    private static readonly string[] Codes = ["counterfeit", "smuggled"];

    [Fact]
    public void A_category_leans_towards_the_codes_that_its_listings_had_and_away_from_the_others()
    {
        var leanings = CodeLeanings.Of([.. Many("router-wifi", "smuggled", 30), .. Many("headphones-speaker", "counterfeit", 30)], Codes);
        Assert.True(leanings.For("router-wifi") is [< 0, > 0]);
        Assert.True(leanings.For("headphones-speaker") is [> 0, < 0]);
    }

    [Fact]
    public void A_rare_category_leans_less_than_a_common_one_and_none_leans_without_bound()
    {
        var leanings = CodeLeanings.Of([.. Many("rare", "smuggled", 2), .. Many("common", "smuggled", 4000), .. Many("other", "counterfeit", 4000)], Codes);
        Assert.InRange(leanings.For("rare")[1], 0.01, leanings.For("common")[1] - 0.01);
        Assert.All(leanings.For("common"), static leaning => Assert.InRange(leaning, -2.5, 2.5));
    }

    [Fact]
    public void An_unknown_category_or_none_suggests_nothing()
    {
        var leanings = CodeLeanings.Of([.. Many("router-wifi", "smuggled", 30), (null, Codes)], Codes);
        Assert.Empty(leanings.For("sim-card"));
        Assert.Empty(leanings.For(null));
        Assert.Empty(CodeLeanings.None.For("router-wifi"));
        Assert.Same(CodeLeanings.None, CodeLeanings.Of([], Codes));
    }

    [Fact]
    public void The_category_tells_codes_apart_and_moves_neither_score_nor_flag()
    {
        var leaning = new CodeLeanings(new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal) { ["sim-card"] = [-2.5, 2.5] });
        var scorer = new ListingScorer(TinyModel.Make(TinyModel.Header with { CodeStack = [1, 1, 0, 0, 0, 1], CodeLeanings = leaning }), []);
        var listing = new ListingRecord { Id = "x", Title = "Tai nghe " + TinyModel.Phrase };
        var (without, with) = (scorer.Score(listing, Day), scorer.Score(listing with { Category = "sim-card" }, Day));
        Assert.Equal((without.Score, without.Flagged), (with.Score, with.Flagged));
        Assert.True(ScoreOf(with, "counterfeit") < ScoreOf(without, "counterfeit"));
        Assert.True(ScoreOf(with, "smuggled") > ScoreOf(without, "smuggled"));
        var dull = new ListingRecord { Id = "y", Title = "Áo thun cotton", Category = "sim-card" };
        Assert.Equal(scorer.Score(dull with { Category = null }, Day).Score, scorer.Score(dull, Day).Score);
    }

    private static double ScoreOf(ScoreResult result, string code) => result.Violations.FirstOrDefault(violation => string.Equals(violation.Code, code, StringComparison.Ordinal))?.Score ?? 0;

    private static IEnumerable<(string? Category, IReadOnlyList<string> Codes)> Many(string category, string code, int count) =>
        Enumerable.Repeat(((string?)category, (IReadOnlyList<string>)[code]), count);
}
