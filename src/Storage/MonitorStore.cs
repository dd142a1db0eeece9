using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>What the roles of a store are built on.</summary>
internal sealed record StoreParts(IStoreWriter Writer, IStoreReaders Readers, IStoreCare Care, IReviewPolicy Policy, TimeProvider Time, string Process);

/// <summary>
/// A store of any make with every role's interface on it; the roles are the same for all, over connections that differ.
/// Safe for concurrent use, also by several processes.
/// </summary>
public abstract class MonitorStore : IAsyncDisposable
{
    private readonly StoreParts _parts;

    private protected MonitorStore(StoreParts parts)
    {
        _parts = parts;
        var (writer, readers, care, policy, time, process) = parts;
        Frontier = new SqlFrontier(writer, readers, process);
        Intake = new SqlIntake(writer, policy, time, process);
        Listings = new SqlListings(readers);
        Queue = new SqlQueue(writer, readers);
        Approvals = new SqlApprovals(writer, readers);
        Audit = new SqlAudit(writer, readers);
        Users = new SqlUsers(writer, readers);
        Runs = new SqlRuns(readers);
        Pages = new SqlPages(writer, readers);
        Stops = new SqlStops(writer, readers);
        Registry = new SqlRegistry(writer, readers);
        Retention = new SqlRetention(readers);
        Health = new SqlSourceHealth(writer, readers);
        JobRuns = new SqlJobRuns(writer, readers, process);
        Outbox = new SqlOutbox(writer, readers);
        Rejudge = new SqlRejudge(writer, readers, policy, time);
        Care = care;
        Credentials = new SqlCredentials(writer, readers);
        Search = new SqlSearch(writer, readers);
        CaptureRequests = new SqlCaptureRequests(writer, readers);
        Figures = new SqlFigures(readers);
        Kin = new SqlKin(readers);
        Views = new SqlSavedViews(writer, readers);
        Objections = new SqlObjections(writer, readers);
        Workload = new SqlWorkload(readers);
        Recall = new SqlRecall(readers);
    }

    /// <summary>Where the store is, in words for people: a file's path, or a server's address without its secrets.</summary>
    public abstract string Place { get; }

    public IFrontierStore Frontier { get; }

    public IIntakeStore Intake { get; }

    public IListingStore Listings { get; }

    public IQueueStore Queue { get; }

    public IApprovalStore Approvals { get; }

    public IAuditStore Audit { get; }

    public IUserStore Users { get; }

    public IRunStore Runs { get; }

    public IPageMemoryStore Pages { get; }

    public IStopStore Stops { get; }

    public IRegistryStore Registry { get; }

    public IRetentionStore Retention { get; }

    public ISourceHealthStore Health { get; }

    public IJobRunStore JobRuns { get; }

    public IOutboxStore Outbox { get; }

    public IRejudgeStore Rejudge { get; }

    public IStoreCare Care { get; }

    public ICredentialStore Credentials { get; }

    public ISearchStore Search { get; }

    public ICaptureRequestStore CaptureRequests { get; }

    public IFigureStore Figures { get; }

    public IKinStore Kin { get; }

    public ISavedViewStore Views { get; }

    public IObjectionStore Objections { get; }

    public IWorkloadStore Workload { get; }

    public IRecallStore Recall { get; }

    /// <summary>Scans shared by several workers; null where the store serves one machine.</summary>
    public virtual IScanRounds? Rounds => null;

    /// <summary>What the store occupies on its disk, in bytes.</summary>
    public abstract Task<long> SizeAsync(CancellationToken cancellationToken);

    private protected IStoreWriter Writer => _parts.Writer;

    private protected IStoreReaders Readers => _parts.Readers;

    /// <summary>Finishes the writes under way, then closes.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await _parts.Writer.DisposeAsync();
        _parts.Readers.Dispose();
        GC.SuppressFinalize(this);
    }
}
