using Ecom389.Monitor.Core;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Storage.Tests;

public abstract partial class StoreContract
{
    /// <summary>A page in small numbers, so that keys, texts and codes meet often.</summary>
    private sealed record RandomPage(PageKind Kind, IReadOnlyList<(int Key, int Text, int Price, int Codes)> Listings);

    private static readonly string[] Codes = ["counterfeit", "smuggled"];

    private static Arbitrary<RandomPage[]> RandomPages()
    {
        var listing =
            from key in Gen.Choose(0, 3)
            from text in Gen.Choose(0, 2)
            from price in Gen.Choose(1, 4)
            from codes in Gen.Choose(0, 3)
            select (key, text, price, codes);
        var page =
            from kind in Gen.Elements(PageKind.Listing, PageKind.List, PageKind.Timeline)
            from listings in listing.ArrayOf().Resize(4)
            select new RandomPage(kind, listings);
        return page.ArrayOf().Resize(6).ToArbitrary();
    }

    private static JudgedListing[] Judged(RandomPage page) =>
    [
        .. page.Listings.Select(listing => Pages.Listing(
            $"k{listing.Key}",
            $"Tin {listing.Text}",
            priceVnd: listing.Price * 100_000,
            codes: [.. Codes.Where((_, i) => (listing.Codes & (1 << i)) != 0)])),
    ];

    [Fact]
    public void Acknowledging_a_page_again_adds_no_listing_no_snapshot_no_finding_and_no_item() =>
        Prop.ForAll(RandomPages(), pages => Fresh(async () =>
        {
            foreach (var page in pages) await TakeInAsync(Judged(page), page.Kind);
            if (pages.Length == 0) return;
            var before = await Store.Listings.TotalsAsync(None);
            var receipts = await TakeInAsync(Judged(pages[^1]), pages[^1].Kind);
            var after = await Store.Listings.TotalsAsync(None);

            Assert.Equal(before with { Captures = before.Captures + 1 }, after);
            Assert.DoesNotContain(receipts, receipt => receipt.ListingIsNew || receipt.SnapshotIsNew || receipt.ItemTrigger is not null);
        })).Check(Config.QuickThrowOnFailure.WithMaxTest(CasesOf(25)));

    [Fact]
    public void Random_pages_and_transitions_never_leave_two_open_items_or_a_wrong_count() =>
        Prop.ForAll(RandomPages(), Gen.Choose(0, (4 * 5) - 1).ArrayOf().ToArbitrary(), (pages, steps) => Fresh(async () =>
        {
            for (var i = 0; i < Math.Max(pages.Length, steps.Length); i++)
            {
                if (i < pages.Length) await TakeInAsync(Judged(pages[i]), pages[i].Kind);
                if (i < steps.Length) await MoveAsync($"k{steps[i] / 5}", (ReviewState)(steps[i] % 5));
            }
            await CheckInvariantsAsync(Store);
        })).Check(Config.QuickThrowOnFailure.WithMaxTest(CasesOf(25)));

    [Fact]
    public void Any_text_may_be_searched_for_and_stored() =>
        Prop.ForAll<NonNull<string>, NonNull<string>>((title, text) => Task.Run(async () =>
        {
            // Extraction has replaced U+0000 and lone surrogates before a text comes here.
            var words = string.Concat(title.Get.Replace('\0', '\uFFFD').EnumerateRunes());
            var receipt = await TakeInAsync(Pages.Listing("a", words, codes: "counterfeit"));
            Assert.Equal(words, (await Store.Listings.SnapshotsAsync(receipt.ListingId, None))[0].Content.Record.Title);

            foreach (var query in new[] { text.Get, words, $"\"{text.Get}", $"{text.Get}* NEAR(", new string('\ud800', 3) })
                Assert.InRange((await Store.Queue.ListAsync(new QueueFilter { Text = query }, None)).Total, 0, 1);
            if (words.Any(char.IsAsciiLetterOrDigit))
                Assert.Equal(1, (await Store.Queue.ListAsync(new QueueFilter { Text = words }, None)).Total);
        }).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(CasesOf(60)));

    /// <summary>What must hold of every store at any moment.</summary>
    private protected static async Task CheckInvariantsAsync(MonitorStore store)
    {
        var all = await store.Queue.ListAsync(new QueueFilter { Limit = 500 }, None);
        Assert.Equal(all.Total, all.Entries.Count);
        Assert.DoesNotContain(all.Entries.Where(entry => entry.Item.IsOpen).GroupBy(entry => entry.Listing.Id), group => group.Count() > 1);
        Assert.Equal(all.Entries.Select(entry => entry.Item.Priority).OrderDescending(), all.Entries.Select(entry => entry.Item.Priority));

        var counts = await store.Queue.CountsAsync(units: null, None);
        foreach (var state in Enum.GetValues<ReviewState>())
            Assert.Equal(all.Entries.Count(entry => entry.Item.State == state), counts.ByState[state]);
        foreach (var code in Codes)
            Assert.Equal(all.Entries.Count(entry => entry.Item.IsOpen && entry.Item.Codes.Contains(code, StringComparer.Ordinal)), counts.OpenByViolation.GetValueOrDefault(code));

        foreach (var entry in all.Entries)
        {
            var transitions = await store.Queue.TransitionsAsync(entry.Item.Id, None);
            Assert.Equal(Enumerable.Range(1, entry.Item.Revision), transitions.Select(transition => transition.Revision));
            Assert.Equal(entry.Item.State, transitions[^1].To);
            Assert.Null(transitions[0].From);
            for (var i = 1; i < transitions.Count; i++) Assert.Equal(transitions[i - 1].To, transitions[i].From);
        }
    }

    private async Task MoveAsync(string key, ReviewState to)
    {
        if (await Store.Listings.FindByUrlAsync($"https://cho-mau.example/tin/{key}", None) is not { } listing) return;
        if (await Store.Queue.FindByListingAsync(listing.Id, None) is { } item) await ChangeAsync(item, to, "test:move");
    }

    /// <summary>Runs the body on a store of its own.</summary>
    private void Fresh(Func<Task> body) => Task.Run(async () =>
    {
        await DisposeAsync();
        await InitializeAsync();
        await body();
    }).GetAwaiter().GetResult();
}
