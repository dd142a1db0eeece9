using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Looks into a copy of a store without bringing its schema up to date.</summary>
public static class SqliteCopy
{
    /// <summary>What the archive must hold for the copy's captures.</summary>
    public static IReadOnlyList<ArchiveNeed> ArchiveNeeds(string file)
    {
        SQLitePCL.Batteries_V2.Init();
        using var session = new SqliteSession(file, TimeSpan.FromSeconds(5));
        return CareRows.Needs(session);
    }
}
