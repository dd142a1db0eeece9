using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>Words found by a short cut are those that looking for each in turn finds.</summary>
public sealed class WordShortCutsTests
{
    private static readonly string[] Pieces =
        ["gia", "gia cu", "giá", "cu", " ", " ", "-", "/", "/thang", "thang", "1", "2tr", "定價", "定", "a", "e", "em", "đã bán", "da ban", "ban", ":", "\u200B", "é", "\uD83D\uDE00", "xx", "x", "sold", "SOLD", "k"];

    [Fact]
    public void Of_a_list_the_first_that_stands_as_a_whole_word_is_found()
    {
        string[] phrases = ["gia cu", "gia", "em", "e", "/thang", "定價", "da ban", "đã bán", "sold", "cu", "2tr", "k"];
        var list = new PhraseList(phrases);
        Prop.ForAll(Texts(), text =>
            string.Equals(list.Find(text), phrases.FirstOrDefault(phrase => Vocabulary.IndexOfWord(text, phrase, 0) >= 0), StringComparison.Ordinal)).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Every_list_of_the_vocabulary_finds_its_own_words()
    {
        var words = new Vocabulary();
        foreach (var list in (ReadOnlySpan<string>)["outOfStock", "buy", "oldPriceLabel", "otherAmountLabel", "countLabel", "usedPhrase", "wanter", "noOffer"])
            foreach (var word in words.FindAll(list)) Assert.True(words.Stands(list, "a " + word + " b"), $"{list}: {word}");
    }

    [Fact]
    public void Words_are_cut_out_and_folded_as_each_by_itself() => Prop.ForAll(Texts(), text =>
    {
        var tokens = new CategoryTokens(text);
        var apart = new List<(string Marked, string Folded)>();
        var lower = PageDecoder.Replace(text).Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        for (var i = 0; i < lower.Length; i++)
        {
            var start = i;
            while (i < lower.Length && char.IsLetterOrDigit(lower[i])) i++;
            if (i > start) apart.Add((lower[start..i], Vocabulary.Fold(lower[start..i])));
        }

        return apart.SequenceEqual(Enumerable.Range(0, tokens.Count).Select(word => (tokens.Marked(word).ToString(), tokens.Folded(word).ToString())));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Long_texts_are_as_long_as_counting_letter_by_letter_says() => Prop.ForAll(Gen.Elements('a', ' ', ' ', '\n', 'ế', '\u00A0', '\t').ArrayOf().ToArbitrary(), letters =>
    {
        var (length, space) = (0, true);
        foreach (var c in letters)
        {
            var isSpace = c is ' ' or '\n' or '\t' or '\r' or '\f';
            if (!isSpace || !space) length++;
            space = isSpace;
        }

        return DomText.LengthOf(letters) == length;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(200));

    [Fact]
    public void Names_are_found_where_they_share_a_place_and_others_are_not()
    {
        string[] names = ["class", "id", "x", "y", "cx", "cy", "title", "table", "stroke", "stroke-width"];
        var table = new NameTable(names);
        for (var i = 0; i < names.Length; i++) Assert.Equal(i, table.Find(names[i]));
        foreach (var other in (ReadOnlySpan<string>)["", "z", "clasS", "titlf", "ếế", "stroke-widtg"]) Assert.Equal(-1, table.Find(other));
    }

    [Theory]
    [InlineData("0912 345 *** bấm để hiện số", "0912 345 ***")]
    [InlineData("0912.xxx.678", "0912.xxx.678")]
    [InlineData("Philips X183", null)]
    [InlineData("x 0912345678 x", null)]
    public void A_number_shown_in_part_has_two_masks_side_by_side(string text, string? masked) => Assert.Equal(masked, MaskedPhones.Find(text));

    [Theory]
    [InlineData("Đã bán 1,2k", 1200)]
    [InlineData("120 lượt mua", 120)]
    [InlineData("3tr sold", 3_000_000)]
    [InlineData("4,5 trên 5 sao", null)]
    public void Sales_are_told_by_few_words(string text, int? count) => Assert.Equal(count, (int?)SoldCounts.Read(text)?.Count);

    private static Arbitrary<string> Texts() => Gen.Elements(Pieces).ArrayOf().Select(static parts => string.Concat(parts)).ToArbitrary();
}
