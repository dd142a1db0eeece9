using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Listings;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Web.Tests.Listings;

public sealed class TextDiffTests
{
    [Fact]
    public void A_changed_price_is_one_change_not_three() =>
        Assert.Equal(
            [new(DiffKind.Same, "₫"), new(DiffKind.Removed, "1.349.000"), new(DiffKind.Added, "1.299.000")],
            TextDiff.Words("₫1.349.000", "₫1.299.000"));

    [Fact]
    public void Added_words_stand_alone() =>
        Assert.Equal([new(DiffKind.Same, "hàng mới"), new(DiffKind.Added, " về")], TextDiff.Words("hàng mới", "hàng mới về"));

    [Fact]
    public void Both_texts_can_be_read_back_from_a_difference() =>
        Prop.ForAll<string, string>((before, after) =>
        {
            (before, after) = (before ?? "", after ?? "");
            var runs = TextDiff.Words(before, after);
            return string.Concat(runs.Where(run => run.Kind != DiffKind.Added).Select(run => run.Text)) == before
                && string.Concat(runs.Where(run => run.Kind != DiffKind.Removed).Select(run => run.Text)) == after;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Texts_too_large_for_a_table_are_replaced_as_a_whole()
    {
        var before = string.Join(' ', Enumerable.Range(0, 2000));
        var after = string.Join(' ', Enumerable.Range(5000, 2000));
        var runs = TextDiff.Words(before, after);
        Assert.Equal([DiffKind.Removed, DiffKind.Added], runs.Select(run => run.Kind));
    }

    [Fact]
    public void A_masked_difference_tells_no_number()
    {
        static Snapshot Saying(string phone) => new()
        {
            Id = Guid.NewGuid(),
            ListingId = Guid.Empty,
            CaptureId = Guid.Empty,
            CapturedAt = DateTimeOffset.UnixEpoch,
            Content = new() { Record = new() { Seller = new() { Phone = phone } } },
            ContentSha256 = phone,
            DefinitionVersion = "",
            ExtractorVersion = "",
        };
        var change = Assert.Single(SnapshotDiff.Between(Saying("0900 111 222"), Saying("0900 333 444"), mask: true));
        Assert.Equal("090* *** 444", string.Concat(change.Runs.Where(run => run.Kind != DiffKind.Removed).Select(run => run.Text)));
    }
}
