using System.Data.Common;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// One open connection inside a transaction, as the roles see it: the same SQL text whatever the database. Parameters are numbered,
/// <c>?1</c>, <c>?2</c> …; truth is 0 and 1; what databases say differently comes from <see cref="Dialect"/>. One statement at a time:
/// while rows are being read, nothing else can be asked. Not for concurrent use.
/// </summary>
internal abstract class StoreSession
{
    /// <summary>What this database says in words of its own.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>Runs a statement and returns the number of rows changed.</summary>
    public abstract int Execute(string sql, params ReadOnlySpan<object?> parameters);

    /// <summary>
    /// Runs a statement whose outcome nobody waits for: it may travel with the next one, but comes before it. Should it fail, so does the
    /// transaction.
    /// </summary>
    public virtual void Post(string sql, params ReadOnlySpan<object?> parameters) => Execute(sql, parameters);

    /// <summary>Inserts one row into a table that numbers its rows (<c>no</c>); its number, or null where <c>ON CONFLICT DO NOTHING</c> left it out.</summary>
    public abstract long? TryInsert(string sql, params ReadOnlySpan<object?> parameters);

    /// <summary>The first column of the first row, or null for no row or NULL. Whole numbers come as <see cref="long"/>.</summary>
    public abstract object? Scalar(string sql, params ReadOnlySpan<object?> parameters);

    /// <summary>The first row, or default.</summary>
    public abstract T? First<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> parameters);

    /// <summary>Every row.</summary>
    public abstract List<T> All<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> parameters);

    /// <summary>
    /// From here to the end of the transaction no other runs that asked for the same subject. For what no single row stands for; comes
    /// before the first reading that relies on it.
    /// </summary>
    public abstract void TakeTurn(string subject);

    /// <summary>As <see cref="TakeTurn"/>, but side by side with others that share it: only a turn taken waits for them.</summary>
    public abstract void ShareTurn(string subject);

    /// <summary>Inserts one row into a table that numbers its rows and returns its number.</summary>
    public long Insert(string sql, params ReadOnlySpan<object?> parameters) =>
        TryInsert(sql, parameters) ?? throw new InvalidOperationException("The store left out a row that had to be stored.");
}
