using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;

namespace Ecom389.Monitor.Bench.Store;

/// <summary>Writes until killed; what it has printed must be in the file afterwards.</summary>
internal static class EndlessWriter
{
    public static async Task<int> RunAsync(string file)
    {
        await using var store = SqliteStore.Open(file, new ReviewPolicy(), TimeProvider.System);
        var none = CancellationToken.None;
        var run = await store.Frontier.BeginRunAsync(SyntheticNight.Source.Id, TimeProvider.System.GetUtcNow(), none);
        var output = Console.Out;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (var number = worker; ; number += 4)
            {
                await store.Frontier.AddAsync(run, [SyntheticNight.Link(number)], none);
                var entry = await store.Frontier.LeaseAsync(run.Id, $"w{worker}", TimeSpan.FromMinutes(5), none);
                if (entry is null) continue;
                var listing = SyntheticNight.Listing(number, flaggedIn: 3);
                await store.Intake.AcknowledgeAsync(SyntheticNight.Page(run, entry, [listing], []), none);
                lock (output)
                {
                    output.WriteLine(listing.Url);
                    output.Flush();
                }
            }
        })));
        return 0;
    }
}
