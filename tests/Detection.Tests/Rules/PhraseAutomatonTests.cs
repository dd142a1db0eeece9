using Ecom389.Monitor.Detection.Matching;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Detection.Tests.Rules;

public class PhraseAutomatonTests
{
    private static List<(string Text, PhraseHit Hit)> Scan(string text, params string[] phrases)
    {
        var builder = new PhraseAutomatonBuilder();
        foreach (var phrase in phrases) builder.AddPhrase(phrase);
        var hits = new List<PhraseHit>();
        builder.Build().Scan(text, hits);
        return [.. hits.Select(hit => (text[hit.Start..hit.End], hit))];
    }

    [Fact]
    public void Overlapping_and_nested_phrases_are_all_found() =>
        Assert.Equal(["hàng", "hàng fake", "fake", "fake loại 1"], Scan("bán hàng fake loại 1", "hàng", "hàng fake", "fake", "fake loại 1").Select(static found => found.Text), StringComparer.Ordinal);

    [Fact]
    public void Any_gap_between_words_is_one_gap_but_a_sentence_end_is_a_wall()
    {
        Assert.Equal(["không,  hoá-đơn"], Scan("không,  hoá-đơn", "không hoá đơn").Select(static found => found.Text), StringComparer.Ordinal);
        Assert.Empty(Scan("không. hoá đơn", "không hoá đơn"));
        Assert.Empty(Scan("có dây - chứng nhận", "dây chứng nhận"));
        Assert.Equal(["dect 6.0"], Scan("máy dect 6.0.", "dect 6.0").Select(static found => found.Text), StringComparer.Ordinal);
    }

    [Fact]
    public void Words_and_sentences_are_counted()
    {
        var hit = Scan("một hai. ba bốn năm", "bốn năm")[0].Hit;
        Assert.Equal((3, 4, 1), (hit.Word, hit.LastWord, hit.Sentence));
    }

    [Fact]
    public void A_literal_is_found_inside_words()
    {
        var builder = new PhraseAutomatonBuilder();
        builder.AddLiteral("mhz");
        var hits = new List<PhraseHit>();
        builder.Build().Scan("433mhz", hits);
        Assert.Equal((3, 6), (hits[0].Start, hits[0].End));
    }

    [Fact]
    public void It_finds_what_a_plain_search_word_by_word_finds()
    {
        string[] words = ["a", "b", "ab", "ba", "c"];
        var text = Gen.Elements(words).ListOf().Select(static list => string.Join(' ', list));
        var phrases = Gen.Elements(words).NonEmptyListOf().Select(static list => string.Join(' ', list.Take(3))).NonEmptyListOf();
        Prop.ForAll(text.Zip(phrases).ToArbitrary(), input =>
        {
            var distinct = input.Item2.Distinct(StringComparer.Ordinal).ToArray();
            var found = Scan(input.Item1, distinct).Select(static hit => (hit.Hit.Start, hit.Hit.End)).Order().ToArray();
            var padded = " " + input.Item1 + " ";
            var expected = distinct.SelectMany(phrase => Enumerable.Range(0, padded.Length)
                .Where(at => padded.AsSpan(at).StartsWith($" {phrase} "))
                .Select(at => (at, at + phrase.Length))).Order().ToArray();
            return found.SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>More states than have full rows: those beyond step by their children and fall back.</summary>
    [Fact]
    public void With_thousands_of_long_phrases_it_finds_what_a_plain_search_finds()
    {
        string[] letters = ["a", "b", "c", "d"];
        var phrases = (from one in letters from two in letters from three in letters from four in letters from five in letters select $"{one}{two} {three}{four}{five}{one} {two}{five}").ToArray();
        var builder = new PhraseAutomatonBuilder();
        foreach (var phrase in phrases) builder.AddPhrase(phrase);
        var automaton = builder.Build();
        Assert.True(automaton.StateCount > 4000);
        var pieces = Gen.Elements(phrases).SelectMany(phrase => Gen.Choose(1, phrase.Length).Select(length => phrase[..length].Trim())).NonEmptyListOf().Select(static list => string.Join(' ', list));
        Prop.ForAll(pieces.ToArbitrary(), text =>
        {
            var hits = new List<PhraseHit>();
            automaton.Scan(text, hits);
            var padded = $" {text} ";
            var expected = Enumerable.Range(0, padded.Length).SelectMany(at => phrases.Where(phrase => padded.AsSpan(at).StartsWith($" {phrase} ")).Select(phrase => (at, at + phrase.Length)));
            return hits.Select(static hit => (hit.Start, hit.End)).Order().SequenceEqual(expected.Order());
        }).QuickCheckThrowOnFailure();
    }
}
