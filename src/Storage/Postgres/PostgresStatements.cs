using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Storage;

/// <summary>The roles' statements as PostgreSQL wants them, worked out once each: parameters are <c>$1</c> instead of <c>?1</c>.</summary>
internal sealed partial class PostgresStatements
{
    private readonly ConcurrentDictionary<string, string> _positional = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _returning = new(StringComparer.Ordinal);

    public string Positional(string sql) => _positional.GetOrAdd(sql, static text => Parameter().Replace(text, "$$$1"));

    /// <summary>An INSERT that tells the number of its row.</summary>
    public string Returning(string sql) => _returning.GetOrAdd(sql, static text => Parameter().Replace(text, "$$$1") + " RETURNING no");

    [GeneratedRegex(@"\?(\d+)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
