using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Listings;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Web.Tests.Listings;

public sealed class TextRunsTests
{
    [Fact]
    public void A_quote_is_cut_out_at_its_offsets()
    {
        var runs = TextRuns.Of("Hàng rep 1:1 mới", "title", [Numbered(1, "title", 5, 12, "rep 1:1")]);
        Assert.Equal("Hàng |rep 1:1| mới", Joined(runs));
        Assert.Equal([1], runs[1].Signals.Select(signal => signal.Number));
        Assert.Equal([1], runs[1].Ending.Select(signal => signal.Number));
    }

    [Fact]
    public void Overlapping_quotes_share_the_run_that_both_cover()
    {
        var runs = TextRuns.Of("abcdefgh", "title", [Numbered(1, "title", 1, 5, "bcde"), Numbered(2, "title", 3, 7, "defg")]);
        Assert.Equal("a|bc|de|fg|h", Joined(runs));
        Assert.Equal([1, 2], runs[2].Signals.Select(signal => signal.Number));
        Assert.Equal([1], runs[2].Ending.Select(signal => signal.Number));
        Assert.Equal([2], runs[3].Ending.Select(signal => signal.Number));
    }

    [Fact]
    public void A_signal_whose_quote_is_not_at_its_offsets_marks_nothing() =>
        Assert.Empty(Assert.Single(TextRuns.Of("Hàng chính hãng", "title", [Numbered(1, "title", 0, 4, "fake")])).Signals);

    [Fact]
    public void Offsets_outside_the_text_mark_nothing()
    {
        foreach (var (start, end) in ((int, int)[])[(-1, 2), (3, 3), (4, 2), (0, 99)])
            Assert.Empty(Assert.Single(TextRuns.Of("Hàng", "title", [Numbered(1, "title", start, end, null)])).Signals);
    }

    [Fact]
    public void A_signal_of_another_field_marks_nothing() =>
        Assert.Empty(Assert.Single(TextRuns.Of("Hàng", "title", [Numbered(1, "description", 0, 4, "Hàng")])).Signals);

    [Fact]
    public void An_emoji_is_never_cut_in_two()
    {
        var runs = TextRuns.Of("a🔥b", "title", [Numbered(1, "title", 0, 2, null)]);
        Assert.Equal("a🔥|b", Joined(runs));
    }

    [Fact]
    public void Whatever_the_offsets_the_runs_joined_are_the_text() =>
        Prop.ForAll<string, (int, int)[]>((text, spans) =>
        {
            text ??= "";
            var signals = (spans ?? []).Select((span, index) => Numbered(index + 1, "title", span.Item1, span.Item2, null)).ToList();
            return string.Concat(TextRuns.Of(text, "title", signals).Select(run => run.Text)) == text;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_quote_that_fits_is_covered_by_exactly_its_own_characters() =>
        Prop.ForAll<NonEmptyString, (PositiveInt, PositiveInt)[]>((given, spans) =>
        {
            // Letters only: surrogate pairs may widen a span and are tested on their own.
            var text = string.Concat(given.Get.Select(c => (char)('a' + (c % 26))));
            var signals = (spans ?? []).Select((span, index) =>
            {
                var start = span.Item1.Get % text.Length;
                var end = Math.Min(text.Length, start + span.Item2.Get);
                return Numbered(index + 1, "title", start, end, text[start..end]);
            }).ToList();
            var runs = TextRuns.Of(text, "title", signals);
            return signals.All(signal => string.Concat(runs.Where(run => run.Signals.Contains(signal)).Select(run => run.Text)) == signal.Signal.Quote
                && runs.Count(run => run.Ending.Contains(signal)) == 1);
        }).QuickCheckThrowOnFailure();

    private static string Joined(IReadOnlyList<TextRun> runs) => string.Join('|', runs.Select(run => run.Text));

    private static NumberedSignal Numbered(int number, string field, int start, int end, string? quote) =>
        new(number, new("rule", "r" + number, "counterfeit", 1, field, start, end, quote, "Nghi vấn", null));
}
