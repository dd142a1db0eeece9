using Ecom389.Monitor.Learning.Corpus;
using Ecom389.Monitor.Learning.Evaluation;

namespace Ecom389.Monitor.Learning.Tests;

public sealed class NearDuplicatesTests
{
    private const string Text = "ban loa bluetooth hang cong ty bao hanh muoi hai thang giao tan noi trong ngay co hoa don";

    [Fact]
    public void A_text_with_one_word_changed_is_found_and_another_is_not()
    {
        var pairs = NearDuplicates.Find([Text, "ao khoac du hai lop cho nam nu mau xanh den form rong", Text.Replace("muoi hai", "sau", StringComparison.Ordinal)], 0.6, CancellationToken.None);
        var pair = Assert.Single(pairs);
        Assert.Equal((0, 2), (pair.First, pair.Second));
        Assert.InRange(pair.Jaccard, 0.6, 0.99);
    }

    [Fact]
    public void The_same_text_has_similarity_one() => Assert.Equal(1, Assert.Single(NearDuplicates.Find([Text, Text], 0.5, CancellationToken.None)).Jaccard);

    [Fact]
    public void Case_diacritics_and_signs_do_not_tell_texts_apart()
    {
        var listings = TinyCorpus.Make();
        var plain = listings[0] with { Listing = listings[0].Listing with { Title = "Hàng  RÊP, hổ!", Description = "vằn" } };
        Assert.Equal("hang rep ho van", NearDuplicates.TextOf(plain));
    }

    [Fact]
    public void Texts_too_short_to_compare_have_no_duplicates() => Assert.Empty(NearDuplicates.Find(["abc", "abc"], 0.1, CancellationToken.None));

    [Fact]
    public void Nothing_by_a_left_out_writer_and_nothing_like_it_teaches()
    {
        var listings = TinyCorpus.Make();
        var rows = LeaveOneWriterOut.TrainingRows(listings, "writer-0", [new(0, 1, 0.9)]);
        Assert.DoesNotContain(rows, row => listings[row].Writer is "writer-0");
        Assert.DoesNotContain(1, rows);
        Assert.Equal((listings.Count * 3 / 4) - 1, rows.Count);
    }
}
