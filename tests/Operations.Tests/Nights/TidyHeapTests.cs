using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Operations.Tests.Nights;

public sealed class TidyHeapTests
{
    [Theory]
    [InlineData(TidyHeap.Worth - 1, 0)]
    [InlineData(TidyHeap.Worth, 5)]
    public async Task Old_objects_are_looked_through_every_few_thousand_pages_and_only_when_they_have_become_more(long grown, int expected)
    {
        var (looks, collections) = (0, 0);
        var tidy = new TidyHeap(
            new Handler(),
            () =>
            {
                looks++;
                return grown;
            },
            () => collections++);
        for (var page = 0; page < TidyHeap.Pages * 5; page++)
        {
            var handled = page % 2 == 0 ? await tidy.HandleAsync(null!, null!, CancellationToken.None) : await tidy.HandleUnchangedAsync(null!, null!, CancellationToken.None);
            Assert.Equal(page % 2, handled.Listings);
        }

        Assert.Equal((5, expected), (looks, collections));
    }

    [Fact]
    public async Task A_page_that_could_not_be_handled_is_told_and_not_counted()
    {
        var looks = 0;
        var tidy = new TidyHeap(new Handler { Fails = true }, () => looks++, () => { });
        for (var page = 0; page < TidyHeap.Pages; page++) await Assert.ThrowsAsync<IOException>(() => tidy.HandleAsync(null!, null!, CancellationToken.None));
        Assert.Equal(0, looks);
    }

    private sealed class Handler : IPageHandler
    {
        public bool Fails { get; init; }

        public Task<PageHandled> HandleAsync(PageContext page, Capture capture, CancellationToken cancellationToken) =>
            Fails ? Task.FromException<PageHandled>(new IOException()) : Task.FromResult(new PageHandled(0, 0));

        public Task<PageHandled> HandleUnchangedAsync(PageContext page, Capture capture, CancellationToken cancellationToken) => Task.FromResult(new PageHandled(1, 0));

        public string Reader(SourceDefinition source) => "";
    }
}
