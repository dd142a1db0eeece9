using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Detection.Scoring;
using Ecom389.Monitor.Learning.Corpus;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Learning.Tests;

/// <summary>What the shipped model must never do, whatever it has learnt.</summary>
public sealed class ScoreSenseTests
{
    private static readonly DateOnly Day = new(2026, 11, 22);
    private static readonly string[] Categories = ["phone", "jammer", "sim-card-telecom", "repeater-booster", "spy-device", "other-non-ict", "software-license"];
    private static readonly string[] Channels = ["marketplace", "social", "website"];
    private static readonly string?[] Conditions = ["new", "used", "refurbished", null];
    private static readonly string[] SellerNames = ["Kho Sỉ 24h", "Tiệm Của Mẹ Bắp", "user_88123", "Shop Uy Tín", ""];
    private static readonly Lazy<TextModel> Model = new(() => ModelFile.Read(Path.Combine(Repository.Root, "models", "model.bin")));
    private static readonly Lazy<ListingScorer> Scorer = new(() => new(Model.Value, SignalSources.Load(Path.Combine(Repository.Root, "rules"))));

    [Fact]
    public void More_suspicion_never_lowers_the_score_and_more_against_never_raises_it() => Prop.ForAll<int[], int>((at, step) =>
    {
        double Part(int i) => ((at is { Length: > 0 } ? at[i % at.Length] : i) % 1000 / 100.0) - 3;
        var more = Math.Abs(step % 1000) / 100.0;
        var input = new StackInput(Part(0), Part(1), Part(2), Math.Abs(Part(3)), -Math.Abs(Part(4)));
        var score = Model.Value.Logit(input);
        Assert.True(Model.Value.Logit(input with { Listing = input.Listing + more }) >= score);
        Assert.True(Model.Value.Logit(input with { Strongest = input.Strongest + more }) >= score);
        Assert.True(Model.Value.Logit(input with { Second = input.Second + more }) >= score);
        Assert.True(Model.Value.Logit(input with { RuleFor = input.RuleFor + more }) >= score);
        Assert.True(Model.Value.Logit(input with { RuleAgainst = input.RuleAgainst - more }) <= score);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Metadata_alone_never_flags()
    {
        var words = CorpusReader.Read(Path.Combine(Repository.Root, "models", "corpus", "own-n.jsonl"))
            .Where(listing => !Scorer.Value.Score(listing.Listing, Day).Flagged).Select(listing => listing.Listing).ToList();
        Assert.True(words.Count > 90, $"{words.Count} of the innocent texts are not flagged");
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var listing = words[random.Next(words.Count)] with
            {
                Channel = Channels[random.Next(Channels.Length)],
                Category = Categories[random.Next(Categories.Length)],
                Condition = Conditions[random.Next(Conditions.Length)],
                PriceText = random.Next(3) is 0 ? "ib giá" : "1k",
                PriceVnd = random.Next(2) is 0 ? null : random.Next(1, 100_000),
                Seller = new()
                {
                    Name = SellerNames[random.Next(SellerNames.Length)],
                    Phone = "0900 000 123",
                    Joined = "2026-11-01",
                    Rating = random.Next(0, 6),
                    Sold = random.Next(0, 3),
                    Verified = random.Next(2) is 0,
                },
            };
            var result = Scorer.Value.Score(listing, Day);
            Assert.False(result.Flagged, $"{listing.Id} {result.Score} {string.Join(", ", result.Signals.Select(signal => signal.Id))}");
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("Cảnh báo: không mua hàng giả, hàng nhái, rep 1:1, super fake, sim kích sẵn, máy phá sóng. Bị phạt đến 70 triệu đồng.")]
    [InlineData("Phân biệt tai nghe thật và hàng fake loại 1: xem tem, số sê-ri, âm thanh. Bài viết của chi cục quản lý thị trường, không bán hàng.")]
    [InlineData("Mức phạt tham khảo: bán sim rác 30-40 triệu, máy kích sóng không phép 20 triệu, key phần mềm lậu 25 triệu. Người dân phát hiện xin báo đường dây nóng.")]
    public void Suspicious_words_in_a_warning_do_not_flag(string text)
    {
        var result = Scorer.Value.Score(new ListingRecord { Id = "w", Description = text }, Day);
        Assert.False(result.Flagged, $"{result.Score} {string.Join(", ", result.Signals.Select(signal => $"{signal.Id} {signal.Weight}"))}");
    }

    [Fact]
    public void Without_words_there_is_no_flag() =>
        Assert.False(Scorer.Value.Score(new ListingRecord { Id = "e", PriceText = "ib giá", Category = "jammer", Condition = "used" }, Day).Flagged);

    [Fact]
    public void A_models_bars_are_under_what_it_reaches_on_what_it_has_read()
    {
        var listings = CorpusReader.Read(Path.Combine(Repository.Root, "models", "corpus", "own-q.jsonl"));
        var report = new Evaluation.Evaluator(Scorer.Value).Evaluate(listings, [], Day, CancellationToken.None);
        Assert.All(Evaluation.BarCheck.Of(Model.Value.Header.Bars, report), bar => Assert.True(bar.Held, $"{bar.Measure} {bar.Value} against {bar.Bar}"));
    }
}
