using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Detection.Scoring;
using Ecom389.Monitor.Learning.Corpus;

namespace Ecom389.Monitor.Learning.Tests;

public sealed class ShippedModelTests
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    [Fact]
    public void The_shipped_model_is_of_the_features_that_this_program_reads() =>
        Assert.NotEmpty(ModelFile.Read(Path.Combine(Repository.Root, "models", "model.bin")).Codes);

    [Fact]
    public void Every_quote_on_the_corpus_is_the_substring_at_its_offsets()
    {
        var scorer = Scorer();
        foreach (var listing in CorpusReader.Read(Path.Combine(Repository.Root, "models", "corpus", "dev-f.jsonl")))
        {
            var fields = new ListingView(listing.Listing).Fields.ToDictionary(field => field.Name, field => field.Text.Original, StringComparer.Ordinal);
            foreach (var signal in scorer.Score(listing.Listing, Day).Signals.Where(signal => signal.Quote is not null))
                Assert.Equal(fields[signal.Field!][signal.Start!.Value..signal.End!.Value], signal.Quote);
        }
    }

    [SharedDataFact]
    [Trait("Category", "SharedData")]
    public void At_most_two_in_a_thousand_ordinary_real_listings_are_flagged()
    {
        var scorer = Scorer();
        foreach (var name in new[] { "ordinary-listings.jsonl.gz", "ordinary-borrowed-metadata.jsonl.gz" })
        {
            var listings = CorpusReader.Read(Path.Combine(SharedData.Root!, "real", name));
            Assert.True(listings.Count(listing => scorer.Score(listing.Listing, Day).Flagged) <= 0.002 * listings.Count, name);
        }
    }

    private static ListingScorer Scorer()
    {
        var root = Repository.Root;
        return new(ModelFile.Read(Path.Combine(root, "models", "model.bin")), [new RuleEngine(RulePackLoader.Load(Path.Combine(root, "rules")))]);
    }
}
