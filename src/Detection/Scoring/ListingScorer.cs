using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Model;

namespace Ecom389.Monitor.Detection.Scoring;

/// <summary>
/// Judges listings: signals of every source, the text model over them, one calibrated score. No grounds, no flag: without words to show, goods
/// that it knows and a language that it reads, a listing stays at the flag threshold, whatever its words and metadata resemble (see
/// <see cref="FlagGrounds"/>).
/// </summary>
public sealed class ListingScorer : IListingScorer
{
    private const double ExplainFrom = 0.2;
    private const double ListCodesFrom = 0.1;
    private const int MostQuotes = 4;
    private const double LeastContribution = 0.4;
    private readonly IReadOnlyList<ISignalSource> _sources;
    private readonly TextModel _model;
    private readonly ListingJudge _judge;
    private readonly ModelMessages _messages = new();

    /// <summary>A scorer of these sources and this model. The order of sources does not matter.</summary>
    public ListingScorer(TextModel model, IReadOnlyList<ISignalSource> sources)
    {
        _model = model;
        _sources = sources;
        _judge = new(model);
        var packs = sources.Count == 0 ? "none" : ContentHash.Of(string.Join('\n', sources.Select(source => source.Version).Order(StringComparer.Ordinal)));
        Versions = new(model.Header.FeatureVersion, model.Version, $"{model.Header.LabelledPrior:R}/{model.Header.FieldPrior:R}/{model.Header.FlagThreshold:R}", packs);
    }

    public ScorerVersions Versions { get; }

    public ScoreResult Score(ListingRecord listing, DateOnly asOf)
    {
        var view = new ListingView(listing);
        var signals = new List<Signal>();
        foreach (var source in _sources) source.Find(view, asOf, signals);
        var sums = RuleSums.Of(signals);

        double score = 0;
        var reading = _judge.Read(view, (whole, strongest, second) =>
        {
            score = TextModel.Probability(_model.Logit(new(whole, strongest, second, sums.For, sums.Against)));
            return score >= ListCodesFrom;
        });
        var header = _model.Header;
        if (score > header.FlagThreshold && !FlagGrounds.Has(view, signals, reading.Strongest?.Logit ?? double.NegativeInfinity, header.EvidenceBar)) score = header.FlagThreshold;
        var violations = reading.Codes.Length == 0 ? [] : Violations(reading, signals, listing.Category, score);
        if (score >= ExplainFrom) Explain(view, reading, violations, signals);
        signals.Sort(static (a, b) => Math.Abs(b.Weight).CompareTo(Math.Abs(a.Weight)) is var order and not 0 ? order : string.CompareOrdinal(a.Id, b.Id));
        return new(
            listing.Id,
            Math.Round(score, 6),
            score > header.FlagThreshold,
            Math.Round(TextModel.Shift(score, header.LabelledPrior, header.FieldPrior), 6),
            violations,
            signals);
    }

    private List<ViolationScore> Violations(in ListingReading reading, List<Signal> signals, string? category, double score)
    {
        var result = new List<ViolationScore>(reading.Codes.Length);
        var shares = _model.CodeShares(reading.Codes, signals, category);
        for (var c = 0; c < shares.Length; c++)
        {
            var probability = shares[c] * score;
            if (probability >= ListCodesFrom) result.Add(new(_model.Codes[c].Name, Math.Round(probability, 6)));
        }
        result.Sort(static (a, b) => b.Score.CompareTo(a.Score) is var order and not 0 ? order : string.CompareOrdinal(a.Code, b.Code));
        return result;
    }

    private void Explain(ListingView view, in ListingReading reading, List<ViolationScore> violations, List<Signal> signals)
    {
        var head = violations.Count > 0 ? violations[0].Code : "listing";
        foreach (var span in Explanation.Of(_model, view, reading).Strongest(MostQuotes, LeastContribution))
        {
            var field = view.Fields[span.Field];
            signals.Add(new(
                "model",
                "model." + head,
                violations.Count > 0 ? head : null,
                Math.Round(span.Contribution, 3),
                field.Name,
                span.Start,
                span.End,
                field.Text.Original[span.Start..span.End],
                _messages.For(head),
                Facts: null));
        }
    }
}
