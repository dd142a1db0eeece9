using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Features;
using Ecom389.Monitor.Detection.Scoring;
using Ecom389.Monitor.Learning.Corpus;
using Ecom389.Monitor.Learning.Evaluation;
using Ecom389.Monitor.Learning.Training;

namespace Ecom389.Monitor.Learning.Tests;

public sealed class TrainerTests
{
    private static readonly DateOnly Day = new(2026, 11, 22);
    private static readonly TrainingSettings Small = new() { Features = FeatureSettings.Default with { Bits = 14 }, Folds = 4 };
    private static readonly Lazy<TrainedModel> Trained = new(() => Train(TinyCorpus.Make()));

    [Fact]
    public void The_same_listings_give_the_same_bytes() => Assert.Equal(Trained.Value.Bytes, Train(TinyCorpus.Make()).Bytes);

    [Fact]
    public void What_was_learnt_is_found_in_new_words()
    {
        var scorer = new ListingScorer(Trained.Value.Model, []);
        var bad = scorer.Score(new() { Id = "1", Title = "Ốp lưng", Description = "Bán sim kích sẵn, khỏi căn cước" }, Day);
        var good = scorer.Score(new() { Id = "2", Title = "Ốp lưng", Description = "Hàng mới về, bảo hành 12 tháng" }, Day);
        Assert.True(bad.Score > 0.7 && good.Score < 0.3, $"{bad.Score} {good.Score}");
        Assert.Equal("sim-abuse", bad.Violations[0].Code);
    }

    [Fact]
    public void A_writer_is_never_split_between_folds()
    {
        var writers = TinyCorpus.Make().Select(listing => listing.Writer).ToList();
        var folds = WriterFolds.Deal(writers, 3);
        Assert.All(writers.Zip(folds).GroupBy(pair => pair.First, StringComparer.Ordinal), group => Assert.Single(group.Select(pair => pair.Second).Distinct()));
    }

    [Fact]
    public void No_term_of_the_final_head_but_the_biases_lowers_a_score_with_more_suspicion() =>
        Assert.All(Trained.Value.Model.Header.Stack, weight => Assert.True(weight >= 0));

    [Fact]
    public void Listings_of_one_writer_are_too_few_to_learn_from() =>
        Assert.Throws<InvalidInputException>(() => Train([.. TinyCorpus.Make().Where(listing => listing.Writer is "writer-0")]));

    [Fact]
    public void Evaluation_tells_rules_from_model_and_counts_codes()
    {
        var scorer = new ListingScorer(Trained.Value.Model, []);
        var report = new Evaluator(scorer, scorer).Evaluate(TinyCorpus.Make(), [], Day, CancellationToken.None);
        Assert.Equal(40, report.Suspicious);
        Assert.True(report.PrAuc > 0.95);
        Assert.Equal(40, report.RecallOverCodes.Of);
        Assert.Equal("both model rules", string.Join(" ", report.Compared.Keys));
        Assert.Null(report.RecallAtFieldRate);
    }

    [Fact]
    public void Every_bad_line_of_the_data_is_named()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "{\"id\":\"1\"}\nno json\n{\"id\":\"2\",\"label\":{\"verdict\":\"maybe\"}}\n");
            var errors = Assert.Throws<InvalidInputException>(() => CorpusReader.Read(path)).Errors;
            Assert.Equal([1, 2, 3], errors.Select(error => error.Line));
            Assert.Equal("label.verdict", errors[2].Field);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static TrainedModel Train(IReadOnlyList<LabelledListing> listings) =>
        new Trainer(Small, []).Train(listings, new Dictionary<string, string>(StringComparer.Ordinal), [], Day, CancellationToken.None);
}
