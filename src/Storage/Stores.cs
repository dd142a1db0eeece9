using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Opens a store of whatever make its address asks for.</summary>
public static class Stores
{
    /// <summary>Opens the store, making its file or its tables where there are none.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="policy">What a new finding does to its listing's item.</param>
    /// <param name="time">Business time; leases use the database's own clock.</param>
    /// <exception cref="InvalidInputException">It cannot be opened: said in one sentence.</exception>
    public static MonitorStore Open(StoreAddress address, IReviewPolicy policy, TimeProvider time) =>
        address.File is { } file ? SqliteStore.Open(file, policy, time) : PostgresStore.Open(address, policy, time);
}
