namespace Ecom389.Monitor.Storage;

/// <summary>How long a write must last once its caller goes on.</summary>
internal enum Durability
{
    /// <summary>Survives power loss: acknowledgements, decisions, audit.</summary>
    PowerLoss,

    /// <summary>Survives the end of the process; after power loss the last of them may be missing, never an earlier one.</summary>
    ProcessEnd,
}

/// <summary>Runs writes, each in a transaction of its own.</summary>
internal interface IStoreWriter : IAsyncDisposable
{
    /// <summary>
    /// Runs the work inside a transaction. What it throws comes back to the caller, and nothing it wrote stays. Cancelling
    /// before the work has begun withdraws it; afterwards it is too late. The work may be run again from its beginning when
    /// another transaction got in its way: it must change nothing but the store.
    /// </summary>
    Task<T> RunAsync<T>(Func<StoreSession, T> work, Durability durability, CancellationToken cancellationToken);
}

/// <summary>Runs readings that never wait for writes.</summary>
internal interface IStoreReaders : IDisposable
{
    /// <summary>Runs the reading on one consistent state of the store.</summary>
    Task<T> RunAsync<T>(Func<StoreSession, T> reading, CancellationToken cancellationToken);
}

/// <summary>
/// Another transaction changed what this one had read. The writer begins the work anew; only where that did not help does the caller see it.
/// </summary>
internal sealed class StoreConflictException(string message) : Exception(message);
