using System.Xml.Linq;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Learning.Corpus;
using Ecom389.Monitor.Learning.Evaluation;

namespace Ecom389.Monitor.Learning.Tests;

public sealed class EvaluationTests
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    [Fact]
    public void A_share_is_printed_with_its_interval() => Assert.Equal("0.500 (0.299 to 0.701, 10 of 20)", new Proportion(10, 20).ToString());

    [Fact]
    public void A_figure_under_its_bar_is_not_held()
    {
        var checks = BarCheck.Of(new QualityBars(1.01, 0, 0, 0, 0.002), Report());
        Assert.False(checks.Single(check => check.Measure is "prAuc").Held);
        Assert.True(checks.Single(check => check.Measure is "precisionAtRecall90").Held);
    }

    [Fact]
    public void Ordinary_listings_are_held_to_the_bar_only_where_there_are_some() =>
        Assert.DoesNotContain(BarCheck.Of(new QualityBars(0, 0, 0, 1, 0), Report()), check => check.Measure is "flaggedOrdinary");

    [Fact]
    public void The_chart_is_a_picture_with_a_point_a_bin()
    {
        var report = Report();
        var svg = XDocument.Parse(ReliabilityChart.Draw(report, "Điểm <1>"));
        Assert.Equal("svg", svg.Root!.Name.LocalName);
        Assert.Equal(report.Reliability.Count, svg.Descendants().Count(element => element.Name.LocalName is "circle"));
        Assert.Contains(svg.Descendants(), element => string.Equals(element.Value, "Điểm <1>", StringComparison.Ordinal));
    }

    [Fact]
    public void Bins_hold_equal_numbers_of_listings() =>
        Assert.All(Report().Reliability, bin => Assert.Equal(12, bin.Listings));

    [Fact]
    public void Each_ordinary_file_sets_a_threshold_and_the_highest_holds()
    {
        var listings = TinyCorpus.Make();
        List<ScoredListing> ordinary = [.. Enumerable.Range(0, 100).Select(i => new ScoredListing(listings[1] with { Writer = i % 2 is 0 ? "a" : "b" }, i % 2 is 0 ? 0.1 : 0.6))];
        List<ScoredListing> held = [new(listings[0], 0.5), new(listings[3], 0.7), new(listings[1], 0.65)];
        var result = WriterResult.Of("w", held, ordinary, 0.002, 0.45);
        Assert.Equal(0.6, result.Threshold);
        Assert.Equal(0.5, result.RecallAtFieldRate);
        Assert.Equal(1, result.CleanAbove.Hits);
    }

    private static EvaluationReport Report() => new Evaluator(new ByCue()).Evaluate(TinyCorpus.Make(), [], Day, CancellationToken.None);

    /// <summary>Scores a listing by whether it holds a comma-free description of more than six words.</summary>
    private sealed class ByCue : IListingScorer
    {
        public ScorerVersions Versions { get; } = new("", "", "", "");

        public ScoreResult Score(ListingRecord listing, DateOnly asOf)
        {
            var score = listing.Description.Contains("Hàng mới", StringComparison.Ordinal) ? 0.2 : 0.8;
            return new(listing.Id, score, score > 0.5, score, [], []);
        }
    }
}
