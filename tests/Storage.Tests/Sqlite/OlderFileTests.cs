using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage.Tests;

public sealed partial class SqliteContractTests
{
    [Fact]
    public async Task AStore_of_an_older_version_learns_sellers_and_bands_when_it_is_opened()
    {
        var first = await TakeInOfAsync("a", "Tai nghe Pro 2 rep 1:1 hổ vằn", 0.9, phone: "0900000118", codes: "counterfeit");
        await TakeInOfAsync("b", "Tai nghe Pro 2 rep 1:1 hổ vằn", 0.8, phone: "0900000118", codes: "counterfeit");
        await Store.DisposeAsync();
        using (var old = new SqliteSession(File, TimeSpan.FromSeconds(5)))
            old.Script("UPDATE listings SET seller_key = NULL; UPDATE review_items SET seller_key = NULL; DELETE FROM sketch_bands; INSERT INTO pending_backfills VALUES ('kin');");
        await using var store = OpenAgain();
        Assert.Equal("b", Assert.Single((await store.Kin.OfSellerAsync(first, null, 10, default)).Listings).Listing.Key);
        Assert.Equal("b", Assert.Single((await store.Kin.NearAsync(first, null, 0.7, 10, default)).Listings).Listing.Key);
        Assert.Equal(2, (await store.Queue.ListAsync(new QueueFilter { SellerKey = "p:900000118" }, default)).Total);
    }
}
