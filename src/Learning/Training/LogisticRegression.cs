using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.Optimization;

namespace Ecom389.Monitor.Learning.Training;

/// <summary>A fitted head: the weight of each column and the bias.</summary>
public sealed record LogisticFit(double[] Weights, double Bias)
{
    public double Logit(SparseMatrix matrix, int row) => matrix.Dot(row, Weights) + Bias;
}

/// <summary>
/// L2-regularised logistic regression on sparse rows: ½‖w‖² + C Σ cᵢ log(1 + exp(−yᵢ(w·xᵢ + b))), the bias unpenalised,
/// minimised by MathNet.Numerics' limited-memory BFGS. Deterministic: rows are summed in order on one thread.
/// </summary>
public static class LogisticRegression
{
    /// <summary>Enough: the ranking of unseen listings no longer changes after some thirty steps, the objective only in its fourth digit.</summary>
    public const int UsualSteps = 40;

    /// <summary>Fits the rows named by <paramref name="rows"/>.</summary>
    /// <param name="matrix">Rows of features.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="rows">The rows to learn from.</param>
    /// <param name="positive">By row of the matrix: whether it has what the head looks for.</param>
    /// <param name="weights">By row of the matrix: how much it counts.</param>
    /// <param name="c">Inverse strength of regularisation.</param>
    /// <param name="steps">Most steps of the minimiser.</param>
    public static LogisticFit Fit(SparseMatrix matrix, int columns, IReadOnlyList<int> rows, bool[] positive, float[] weights, double c, CancellationToken cancellation, int steps = UsualSteps)
    {
        // Only columns that occur are optimised: most of the hash table is empty, and the minimiser's vectors are dense.
        var compact = new int[columns];
        var used = new List<int>();
        foreach (var row in rows)
        {
            foreach (var column in matrix.Columns(row))
            {
                if (compact[column] != 0) continue;
                used.Add(column);
                compact[column] = used.Count;
            }
        }
        var local = new SparseMatrix();
        var buffer = new int[4096];
        foreach (var row in rows)
        {
            var source = matrix.Columns(row);
            if (buffer.Length < source.Length) buffer = new int[source.Length * 2];
            for (var i = 0; i < source.Length; i++) buffer[i] = compact[source[i]] - 1;
            local.Add(buffer.AsSpan(0, source.Length), matrix.Values(row));
        }
        var size = used.Count;
        Vector<double>? best = null;
        var bestValue = double.PositiveInfinity;

        (double, Vector<double>) Evaluate(Vector<double> point)
        {
            cancellation.ThrowIfCancellationRequested();
            var w = ((DenseVector)point).Values;
            var gradient = new double[size + 1];
            double loss = 0;
            double biasGradient = 0;
            for (var i = 0; i < rows.Count; i++)
            {
                var weight = c * weights[rows[i]];
                var y = positive[rows[i]] ? 1.0 : -1.0;
                var margin = y * (local.Dot(i, w) + w[size]);
                loss += weight * (margin > 0 ? Math.Log(1 + Math.Exp(-margin)) : Math.Log(1 + Math.Exp(margin)) - margin);
                var slope = -y * weight / (1 + Math.Exp(margin));
                local.AddTo(i, slope, gradient);
                biasGradient += slope;
            }
            double norm = 0;
            for (var j = 0; j < size; j++)
            {
                norm += w[j] * w[j];
                gradient[j] += w[j];
            }
            gradient[size] = biasGradient;
            var value = (0.5 * norm) + loss;
            if (value < bestValue)
            {
                bestValue = value;
                best = point.Clone();
            }
            return (value, new DenseVector(gradient));
        }

        var objective = ObjectiveFunction.Gradient(Evaluate);
        var minimiser = new LimitedMemoryBfgsMinimizer(gradientTolerance: 1e-3, parameterTolerance: 1e-6, functionProgressTolerance: 1e-5, memory: 10, maximumIterations: steps);
        try
        {
            minimiser.FindMinimum(objective, new DenseVector(size + 1));
        }
        catch (Exception exception) when (exception is OptimizationException)
        {
            // A line search that ends in rounding noise, or the iteration limit: the best point seen is the answer.
            if (best is null) throw;
        }
        var result = new double[columns];
        for (var j = 0; j < size; j++) result[used[j]] = best![j];
        return new(result, best![size]);
    }
}
