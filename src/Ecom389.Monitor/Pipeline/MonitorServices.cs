using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Calendar;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;
using Microsoft.Data.Sqlite;

namespace Ecom389.Monitor.Pipeline;

/// <summary>The store of an installation and the service through which people change it.</summary>
internal sealed class MonitorServices : IAsyncDisposable
{
    // SQLite's result codes of a file that cannot be opened, or not written.
    private const int CannotOpen = 14;
    private const int ReadOnly = 8;

    private readonly MonitorStore _store;

    private readonly Lazy<ReviewService> _review;

    private readonly Lazy<ReviewData> _data;

    private MonitorServices(MonitorStore store, Installation installation, Lazy<ReviewData> data, TimeProvider time)
    {
        _store = store;
        _data = data;
        _review = new(() => new ReviewService(
            store.Queue,
            store.Approvals,
            store.Audit,
            time,
            new ReviewSettings { KnownCodes = ViolationCodes.Read(installation.Rules), ObjectionWorkingDays = data.Value.ObjectionWorkingDays, Calendar = WorkingDaysFiles.Load(installation.Rules) },
            store.Objections));
    }

    /// <summary>Accepts the violation codes of the installation's rules and no others.</summary>
    public ReviewService Review => _review.Value;

    /// <summary>How the queue is ordered and the day is planned.</summary>
    public ReviewData ReviewData => _data.Value;

    public MonitorStore Store => _store;

    public IQueueStore Queue => _store.Queue;

    public IUserStore Users => _store.Users;

    /// <summary>Opens the installation's store, making it where there is none.</summary>
    /// <exception cref="InvalidInputException">The file is no store, was written by a newer version, or cannot be made.</exception>
    public static MonitorServices Open(Installation installation) => Open(installation, TimeProvider.System);

    /// <inheritdoc cref="Open(Installation)"/>
    /// <param name="time">Business time; leases use the database's own clock.</param>
    public static MonitorServices Open(Installation installation, TimeProvider time)
    {
        try
        {
            var data = new Lazy<ReviewData>(() => ReviewData.Load(installation.Rules));
            return new(Stores.Open(installation.Store, new InstalledReviewPolicy(() => data.Value), time), installation, data, time);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException { SqliteErrorCode: CannotOpen or ReadOnly })
        {
            throw new InvalidInputException(new InputError(installation.Data, null, "--data", "không dùng được làm thư mục dữ liệu / cannot be used as the data folder: " + exception.Message));
        }
    }

    /// <summary>Opens the installation's store for a command that has nothing to do where there is none.</summary>
    /// <exception cref="InvalidInputException">There is no store, or it cannot be opened.</exception>
    public static MonitorServices OpenExisting(Installation installation) => installation.HasStore
        ? Open(installation)
        : throw new InvalidInputException(new InputError(installation.Data, null, "--data", $"chưa có kho dữ liệu / no store at {installation.Database}"));

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
