using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>
/// Brings captures to the disk that were written meanwhile: their bytes first, then what the chain of custody says of them, one sync each for as
/// many as come together. Whoever asks first waits for those that are being read just now, until <see cref="Enough"/> have come or it has no more
/// patience: a sync costs as much processor time as all else that is done to keep a page, and the store's commit, for which the same ones come together,
/// once more. Their sources meanwhile read their next pages. Alone it waits for nobody.
/// Safe for concurrent use.
/// </summary>
/// <param name="log">The chain.</param>
/// <param name="patience">How long others are waited for.</param>
internal sealed class SettlingGroup(CustodyLog log, TimeSpan patience)
{
    /// <summary>About the time in which two cores read and judge four pages.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(6);

    /// <summary>So many go at once: what each has of a sync is little by then.</summary>
    private const int Enough = 8;

    private readonly Lock _gate = new();
    private List<Writing> _waiting = [];
    private int _inHand;
    private TaskCompletionSource? _enough;

    // While captures are brought to the disk.
    private TaskCompletionSource? _idle;

    private bool HasEnough => _inHand == 0 || _waiting.Count >= Enough;

    /// <summary>A capture whose bytes are written, with its events.</summary>
    public IWrittenCapture Take(WrittenRecords records, IReadOnlyList<CustodyEntry> entries)
    {
        lock (_gate) _inHand++;
        return new Writing(this, records, entries);
    }

    /// <summary>Ends once nothing waits any more.</summary>
    public Task AllAsync()
    {
        lock (_gate) return _idle?.Task ?? Task.CompletedTask;
    }

    private Task SettleAsync(Writing writing)
    {
        TaskCompletionSource? enough = null;
        bool begins;
        lock (_gate)
        {
            _inHand--;
            _waiting.Add(writing);
            begins = _idle is null;
            if (begins) _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
            else if (HasEnough) (enough, _enough) = (_enough, null);
        }

        enough?.TrySetResult();
        if (begins) _ = RunAsync();
        return writing.Done.Task;
    }

    /// <summary>Settles until nothing waits; faults are told to those whose captures they struck.</summary>
    private async Task RunAsync()
    {
        while (true)
        {
            await GatherAsync();
            List<Writing> group;
            lock (_gate) (group, _waiting) = (_waiting, []);
            try
            {
                foreach (var writing in group) await writing.Records.FlushAsync();
                await log.AppendAllAsync([.. group.SelectMany(writing => writing.Entries)], CancellationToken.None);
                foreach (var writing in group) writing.Done.TrySetResult();
            }
            catch (Exception fault)
            {
                foreach (var writing in group) writing.Done.TrySetException(fault);
            }

            lock (_gate)
            {
                if (_waiting.Count > 0) continue;
                _idle?.TrySetResult();
                _idle = null;
                return;
            }
        }
    }

    private async Task GatherAsync()
    {
        Task enough;
        lock (_gate)
        {
            if (HasEnough) return;
            _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
            enough = _enough.Task;
        }

        await Task.WhenAny(enough, Task.Delay(patience));
        lock (_gate) _enough = null;
    }

    private sealed class Writing(SettlingGroup group, WrittenRecords records, IReadOnlyList<CustodyEntry> entries) : IWrittenCapture
    {
        private int _isAsked;

        public ArchiveLocation Location => Records.Places[0];

        public WrittenRecords Records { get; } = records;

        public IReadOnlyList<CustodyEntry> Entries { get; } = entries;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task SettleAsync() => Interlocked.Exchange(ref _isAsked, 1) == 0 ? group.SettleAsync(this) : Done.Task;

        // What lies in the archive is in its custody, acknowledged or not.
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isAsked, 1) == 0) _ = group.SettleAsync(this).ContinueWith(static ended => ended.Exception, TaskScheduler.Default);
        }
    }
}
