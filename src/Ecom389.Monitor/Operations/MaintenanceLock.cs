using Ecom389.Monitor.Commands;

namespace Ecom389.Monitor.Operations;

/// <summary>
/// Held by whoever copies the evidence or deletes from it, in any process on the installation: a backup taken while records
/// become tombstones would hold bytes that no chain speaks of. Freed by the system when its process dies.
/// </summary>
internal sealed class MaintenanceLock : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private readonly FileStream _file;

    private MaintenanceLock(FileStream file) => _file = file;

    /// <summary>Waits until the lock is free.</summary>
    public static async Task<MaintenanceLock> TakeAsync(Installation installation, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(installation.Data);
        while (true)
        {
            try
            {
                return new(new FileStream(Path.Combine(installation.Data, "maintenance.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (File.Exists(Path.Combine(installation.Data, "maintenance.lock")))
            {
                await Task.Delay(Retry, time, cancellationToken);
            }
        }
    }

    /// <summary>The lock, or null while someone else holds it.</summary>
    public static MaintenanceLock? TryTake(Installation installation)
    {
        try
        {
            return new(new FileStream(Path.Combine(installation.Data, "maintenance.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(Path.Combine(installation.Data, "maintenance.lock")))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
