using Ecom389.Monitor.Bench.Obfuscate;
using Ecom389.Monitor.Bench.Obfuscate.Tricks;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Detection.Tests.Rules;

/// <summary>A small size of <c>bench/obfuscate</c>: one seed, the labelled sets.</summary>
[Trait("Category", "SharedData")]
public class ObfuscationTests
{
    /// <summary>
    /// The bench's bars (3 and 0.5 points) and one standard deviation of a single seed: of some 1,200 suspicious records 3 of 100
    /// move by chance by half a point, of some 2,200 clean ones 5 of 1,000 by 0.15.
    /// </summary>
    private const double MostRecallLost = 3.5, MostAlarmsGained = 0.65;

    private static string Shared => Path.GetDirectoryName(SharedData.Root!)!;

    private static readonly DateOnly Day = new(2026, 11, 22);

    [SharedDataTheory]
    [InlineData(null)]
    [InlineData(Trick.Confusables)]
    [InlineData(Trick.ZeroWidth)]
    [InlineData(Trick.Bidi)]
    [InlineData(Trick.Leetspeak)]
    [InlineData(Trick.Spaced)]
    [InlineData(Trick.Dotted)]
    [InlineData(Trick.EmojiLetters)]
    [InlineData(Trick.Repeated)]
    [InlineData(Trick.NoDiacriticsOrTeencode)]
    [InlineData(Trick.MisspeltOrStruck)]
    public void Rules_bear_a_trick(Trick? trick)
    {
        var records = Directory.EnumerateFiles(Path.Combine(SharedData.Root!, "listings"), "dev-*.jsonl").Order(StringComparer.Ordinal)
            .SelectMany(LabelledRecord.Read).ToList();
        var effect = new Obfuscation(new(RulesFolder.Rules), Day).Measure(records, Rewriter.Open(Shared, seed: 7), trick);
        Assert.True(effect.FoundBefore > 50);
        Assert.True(effect.RecallLost <= MostRecallLost, $"recall fell by {effect.RecallLost:0.0} points: {effect}");
        Assert.True(effect.AlarmsGained <= MostAlarmsGained, $"flags on clean rose by {effect.AlarmsGained:0.0} points: {effect}");
    }

    [SharedDataTheory]
    [InlineData(1)]
    public void The_same_seed_rewrites_the_same_way(int seed)
    {
        var listing = new ListingRecord { Id = "x", Title = "Tai nghe hàng giả loại 1", Description = "Không hoá đơn, bao check" };
        string[] cues = ["hàng giả loại 1"];
        var once = Rewriter.Open(Shared, seed).Rewrite(listing, cues, null);
        Assert.Equal(once.Title, Rewriter.Open(Shared, seed).Rewrite(listing, cues, null).Title);
        Assert.NotEqual(listing.Title, once.Title, StringComparer.Ordinal);
    }
}
