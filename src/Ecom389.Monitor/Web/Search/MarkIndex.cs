using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Web.Search;

/// <summary>
/// Keeps the index of marks up with the snapshots: while the site runs it looks every few seconds, and a search by a mark
/// brings it up first where little is missing. Intake is not burdened with it, and an older store fills in by itself.
/// </summary>
public sealed class MarkIndex(ISearchStore search, ILogger<MarkIndex> log) : BackgroundService
{
    private const int Batch = 500;

    // Beyond this a search does not wait: the index is being built.
    private const int MostWhileWaiting = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Brings the index up where that takes a moment; else leaves it to the background.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        if (!await _one.WaitAsync(0, cancellationToken)) return;
        try
        {
            for (var i = 0; i < MostWhileWaiting && await AdvanceAsync(cancellationToken) == Batch; i++)
            {
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            try
            {
                await _one.WaitAsync(stoppingToken);
                try
                {
                    // Off the thread that starts the site; between batches others may write.
                    while (await Task.Run(() => AdvanceAsync(stoppingToken), stoppingToken) == Batch) await Task.Yield();
                }
                finally
                {
                    _one.Release();
                }
            }
            catch (Exception fault) when (fault is IOException or System.Data.Common.DbException)
            {
                log.LogWarning(fault, "The search index waits: the store does not answer");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> AdvanceAsync(CancellationToken cancellationToken)
    {
        var snapshots = await search.UnindexedAsync(Batch, cancellationToken);
        if (snapshots.Count == 0) return 0;
        var marks = snapshots.SelectMany(snapshot => Marks.Of(snapshot.Key, snapshot.Content).Select(mark => (snapshot.ListingPosition, mark))).ToList();
        await search.SaveMarksAsync(marks, snapshots[^1].Position, cancellationToken);
        return snapshots.Count;
    }
}
