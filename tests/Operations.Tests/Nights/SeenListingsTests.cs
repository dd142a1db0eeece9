using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Operations.Tests.Nights;

public sealed class SeenListingsTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 22, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_listings_that_came_into_being_in_this_scan_none_is_remembered_and_each_counts_once()
    {
        var seen = new SeenListings(Began);
        var listings = Enumerable.Range(0, 50_000).Select(number => Guid.CreateVersion7(Began.AddMilliseconds(number / 10))).ToList();
        Assert.Equal(50_000, listings.Count(listing => seen.Add(listing, isNew: true)));
        Assert.Equal(0, listings.Count(listing => seen.Add(listing, isNew: false)));
        Assert.Equal(0, seen.Remembered);
    }

    [Fact]
    public void Listings_of_earlier_nights_count_once_however_often_they_are_met()
    {
        var seen = new SeenListings(Began);
        var listings = Enumerable.Range(1, 10_000).Select(number => Guid.CreateVersion7(Began.AddMinutes(-number))).ToList();
        Assert.Equal(10_000, listings.Concat(listings).Count(listing => seen.Add(listing, isNew: false)));
        Assert.Equal(10_000, seen.Remembered);
    }

    [Fact]
    public void A_listing_that_came_while_the_clock_was_behind_counts_once_too()
    {
        var seen = new SeenListings(Began);
        var listing = Guid.CreateVersion7(Began.AddHours(-1));
        Assert.True(seen.Add(listing, isNew: true));
        Assert.False(seen.Add(listing, isNew: false));
    }
}
