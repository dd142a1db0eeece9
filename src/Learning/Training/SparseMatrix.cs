namespace Ecom389.Monitor.Learning.Training;

/// <summary>Rows of (column, value) in one block of memory. Rows are added whole and never changed.</summary>
public sealed class SparseMatrix
{
    private readonly List<int> _starts = [0];
    private int[] _columns = new int[1 << 16];
    private float[] _values = new float[1 << 16];
    private int _used;

    public int Rows => _starts.Count - 1;

    public long Entries => _used;

    /// <summary>Adds a row.</summary>
    public void Add(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        var needed = _used + columns.Length;
        if (needed > _columns.Length)
        {
            var size = Math.Max(needed, checked(_columns.Length * 2));
            Array.Resize(ref _columns, size);
            Array.Resize(ref _values, size);
        }
        columns.CopyTo(_columns.AsSpan(_used));
        values.CopyTo(_values.AsSpan(_used));
        _used = needed;
        _starts.Add(_used);
    }

    public ReadOnlySpan<int> Columns(int row) => _columns.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    public ReadOnlySpan<float> Values(int row) => _values.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>The row's scalar product with a dense vector.</summary>
    public double Dot(int row, ReadOnlySpan<double> vector)
    {
        var columns = Columns(row);
        var values = Values(row);
        double sum = 0;
        for (var i = 0; i < columns.Length; i++) sum += values[i] * vector[columns[i]];
        return sum;
    }

    /// <summary>Adds a multiple of the row to a dense vector.</summary>
    public void AddTo(int row, double factor, Span<double> vector)
    {
        var columns = Columns(row);
        var values = Values(row);
        for (var i = 0; i < columns.Length; i++) vector[columns[i]] += factor * values[i];
    }
}
