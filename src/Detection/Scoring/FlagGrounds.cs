using Ecom389.Monitor.Core;
using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Detection.Scoring;

/// <summary>
/// What a listing must have to be flagged, however high its score: words that can be shown to a person, goods that the machine has
/// learnt about, and a language that it reads. Where one is missing the score is held at the threshold: what is not known is not judged.
/// </summary>
public static class FlagGrounds
{
    private static readonly string[] FieldsWithWords = ["title", "description", "brand", "priceText"];

    /// <summary>From this sum on rules stand for themselves: several of them agree, or two strong ones, whatever the goods.</summary>
    private const double RulesAlone = 4;

    /// <summary>Goods are what a text speaks of where one mention falls on at most so many characters.</summary>
    private const int CharactersAMention = 1500;

    private const string OtherGoods = "other-non-ict";

    /// <summary>Whether all grounds are there.</summary>
    /// <param name="strongest">Log-odds of the cue head in its strongest segment.</param>
    /// <param name="bar">From which log-odds on such a segment is evidence.</param>
    public static bool Has(ListingView view, IReadOnlyList<Signal> signals, double strongest, double bar) =>
        ShowsWords(signals, strongest, bar) && IsAboutKnownGoods(view, signals) && IsReadable(view);

    /// <summary>A quoted signal for a violation in what is offered, or a segment in which the model sees a cue.</summary>
    private static bool ShowsWords(IReadOnlyList<Signal> signals, double strongest, double bar)
    {
        if (strongest > bar) return true;
        for (var i = 0; i < signals.Count; i++)
        {
            if (signals[i] is { Weight: > 0, Quote.Length: > 0, Field: { } field }
                && (Array.IndexOf(FieldsWithWords, field) >= 0 || field.StartsWith("attributes/", StringComparison.Ordinal)))
                return true;
        }
        return false;
    }

    /// <summary>The crawler's category says so, the words do, or rules that agree are enough.</summary>
    private static bool IsAboutKnownGoods(ListingView view, IReadOnlyList<Signal> signals)
    {
        if (view.Goods is not { } goods || view.Record.Category is { } category && !string.Equals(category, OtherGoods, StringComparison.Ordinal)) return true;
        var length = view.Fields.Sum(static field => field.Text.Value.Length);
        return (goods.Prominent != 0 && goods.Mentions * CharactersAMention >= length) || Model.RuleSums.Of(signals).For >= RulesAlone;
    }

    private static bool IsReadable(ListingView view)
    {
        var words = 0;
        var vietnamese = 0;
        foreach (var field in view.Fields)
        {
            if (field.Name is not ("title" or "description")) continue;
            var (all, shaped) = VietnameseSyllables.Count(field.Text.Folded);
            words += all;
            vietnamese += shaped;
        }
        return VietnameseSyllables.IsVietnamese(words, vietnamese);
    }
}
