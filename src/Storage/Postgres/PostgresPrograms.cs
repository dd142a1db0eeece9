namespace Ecom389.Monitor.Storage;

/// <summary>Finds PostgreSQL's own programs: where ECOM389_POSTGRES_BIN says, on the PATH, or where Debian puts them, the newest first.</summary>
internal static class PostgresPrograms
{
    private const string DebianFolder = "/usr/lib/postgresql";

    /// <returns>The program's path, or null.</returns>
    public static string? Find(string name)
    {
        var debian = Directory.Exists(DebianFolder)
            ? Directory.GetDirectories(DebianFolder).OrderByDescending(Version).Select(folder => Path.Combine(folder, "bin"))
            : [];
        return new[] { Environment.GetEnvironmentVariable("ECOM389_POSTGRES_BIN") }
            .Concat(debian)
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .Where(folder => !string.IsNullOrEmpty(folder))
            .Select(folder => Path.Combine(folder!, name))
            .FirstOrDefault(File.Exists);
    }

    private static int Version(string folder) => int.TryParse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0;
}
