using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage.Tests;

/// <summary>The contract, kept by SQLite.</summary>
public sealed partial class SqliteContractTests : StoreContract
{
    private SqlitePlace? _file;

    private string File => _file!.File;

    protected override IStorePlace NewPlace() => _file = new SqlitePlace();
}

/// <summary>A folder with an SQLite file.</summary>
internal sealed class SqlitePlace : IStorePlace
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ecom389-store-");

    public string File => Path.Combine(_folder.FullName, "monitor.db");

    public MonitorStore Open(IReviewPolicy policy, TimeProvider time, string? process = null) =>
        SqliteStore.Open(File, policy, time, process ?? ProcessMark.Current(), Migration.Embedded());

    public void Dispose() => _folder.Delete(recursive: true);
}
