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

    public void AddWords(int listings, params IReadOnlyList<string> words)
    {
        using var session = new SqliteSession(File, TimeSpan.FromSeconds(5));
        session.Execute(
            "INSERT INTO listing_words (rowid, title, body) WITH RECURSIVE n (i) AS (SELECT 1000001 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000 + ?1) SELECT i, ?2, '' FROM n",
            listings,
            string.Join(' ', words));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
