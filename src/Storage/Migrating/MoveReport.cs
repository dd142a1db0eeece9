namespace Ecom389.Monitor.Storage;

/// <summary>One table after a move.</summary>
/// <param name="Name">Of the table.</param>
/// <param name="Rows">Rows at the source.</param>
/// <param name="MovedRows">Rows at the target.</param>
/// <param name="Sha256">Of every row's values in key order, at the source.</param>
/// <param name="MovedSha256">The same at the target, read back from there.</param>
/// <param name="Differing">Keys of the first rows that are missing, too many or not the same; empty when all is well.</param>
public sealed record MovedTable(string Name, long Rows, long MovedRows, string Sha256, string MovedSha256, IReadOnlyList<string> Differing)
{
    /// <summary>Whether the target says what the source says, row by row.</summary>
    public bool Matches => Rows == MovedRows && Differing.Count == 0 && string.Equals(Sha256, MovedSha256, StringComparison.Ordinal);
}

/// <summary>What a move brought.</summary>
/// <param name="Schema">Number of the schema's newest step, the same on both sides.</param>
/// <param name="Tables">In the order they were copied.</param>
/// <param name="Copying">Time the copy took.</param>
/// <param name="Verifying">Time reading both sides again took.</param>
public sealed record MoveReport(int Schema, IReadOnlyList<MovedTable> Tables, TimeSpan Copying, TimeSpan Verifying)
{
    /// <summary>True when every row of every table is the same; only then anything stays at the target.</summary>
    public bool Matches => Tables.All(table => table.Matches);
}
