using System.Runtime.CompilerServices;

namespace ReasoningGrains.Attention.Kernels;

/// <summary>The product of a few rows and matrices that follow each other: each register of the right side is loaded once for up to four rows, and the sums stay in registers.</summary>
internal static unsafe class Products<TTerms>
    where TTerms : unmanaged, ITerms<TTerms>
{
    private const int LeftBytes = 4;

    /// <summary>product[r, c] = Σ_i left[r, i] · right[i, c], in terms of one or two rows of the right side.</summary>
    /// <param name="left">[rows, terms].</param>
    /// <param name="stride">Terms from one row to the next.</param>
    /// <param name="right">Addresses of the matrices [height, columns] of terms.</param>
    /// <param name="height">Rows of terms of each of them.</param>
    /// <param name="terms">Rows of terms over all of them.</param>
    /// <param name="columns">Their columns.</param>
    /// <param name="product">[rows, columns], rows <paramref name="productStride"/> floats apart.</param>
    /// <param name="productStride">Floats from one row to the next.</param>
    /// <param name="rows">How many.</param>
    /// <param name="ahead">What is needed next.</param>
    public static void Multiply(byte* left, int stride, nint* right, int height, int terms, int columns, float* product, int productStride, int rows, Ahead ahead = default)
    {
        while (rows > 0)
        {
            var count = Math.Min(rows, 4);
            switch (count)
            {
                case 4: Multiply<Count4>(left, stride, right, height, terms, columns, product, productStride, ahead); break;
                case 3: Multiply<Count3>(left, stride, right, height, terms, columns, product, productStride, ahead); break;
                case 2: Multiply<Count2>(left, stride, right, height, terms, columns, product, productStride, ahead); break;
                default: Multiply<Count1>(left, stride, right, height, terms, columns, product, productStride, ahead); break;
            }

            rows -= count;
            left += count * stride * LeftBytes;
            product += count * productStride;
            ahead = default;
        }
    }

    private static void Multiply<TRows>(byte* left, int stride, nint* right, int height, int terms, int columns, float* product, int productStride, Ahead ahead)
        where TRows : struct, ICount
    {
        var c = 0;
        // Three rows of four sums, what they are made of and a term in between are more than 16 registers.
        for (; (TTerms.Registers >= 32 || TRows.Value < 3) && c + (4 * TTerms.Width) <= columns; c += 4 * TTerms.Width)
        {
            Multiply<TRows, Count4>(left, stride, right, height, terms, columns, c, product + c, productStride, ahead);
            ahead = default;
        }

        for (; c + (2 * TTerms.Width) <= columns; c += 2 * TTerms.Width)
        {
            Multiply<TRows, Count2>(left, stride, right, height, terms, columns, c, product + c, productStride, ahead);
            ahead = default;
        }

        for (; c < columns; c += TTerms.Width)
        {
            Multiply<TRows, Count1>(left, stride, right, height, terms, columns, c, product + c, productStride, ahead);
            ahead = default;
        }
    }

    /// <summary>A method of its own in any case: the JIT inlines only so much into one, and where a profile makes it inline several of these into their caller, their steps become calls (four times slower).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Multiply<TRows, TColumns>(byte* left, int stride, nint* right, int height, int terms, int columns, int from, float* product, int productStride, Ahead ahead)
        where TRows : struct, ICount
        where TColumns : struct, ICount
    {
        TTerms a0 = default, a1 = default, a2 = default, a3 = default;
        TTerms b0 = default, b1 = default, b2 = default, b3 = default;
        TTerms c0 = default, c1 = default, c2 = default, c3 = default;
        TTerms d0 = default, d1 = default, d2 = default, d3 = default;
        Begin<TColumns>(product, ref a0, ref a1, ref a2, ref a3);
        if (TRows.Value > 1)
        {
            Begin<TColumns>(product + productStride, ref b0, ref b1, ref b2, ref b3);
        }

        if (TRows.Value > 2)
        {
            Begin<TColumns>(product + (2 * productStride), ref c0, ref c1, ref c2, ref c3);
        }

        if (TRows.Value > 3)
        {
            Begin<TColumns>(product + (3 * productStride), ref d0, ref d1, ref d2, ref d3);
        }

        nint leftStep = stride * LeftBytes, rightStep = columns * TTerms.Bytes;
        for (var first = 0; first < terms; first += height)
        {
            var row = (byte*)*right++ + (from * TTerms.Bytes);
            var term = left + (first * LeftBytes);
            var end = term + (Math.Min(height, terms - first) * LeftBytes);
            for (; term < end; term += LeftBytes, row += rightStep)
            {
                if (ahead.IsAsked)
                {
                    Prefetch.Range(row + ahead.First, (int)rightStep);
                    Prefetch.Range(row + ahead.Second, (int)rightStep);
                }

                var x0 = TTerms.Load(row);
                var x1 = TColumns.Value > 1 ? TTerms.Load(row + (TTerms.Width * TTerms.Bytes)) : default;
                var x2 = TColumns.Value > 2 ? TTerms.Load(row + (2 * TTerms.Width * TTerms.Bytes)) : default;
                var x3 = TColumns.Value > 2 ? TTerms.Load(row + (3 * TTerms.Width * TTerms.Bytes)) : default;
                Step<TColumns>(term, x0, x1, x2, x3, ref a0, ref a1, ref a2, ref a3);
                if (TRows.Value > 1)
                {
                    Step<TColumns>(term + leftStep, x0, x1, x2, x3, ref b0, ref b1, ref b2, ref b3);
                }

                if (TRows.Value > 2)
                {
                    Step<TColumns>(term + (2 * leftStep), x0, x1, x2, x3, ref c0, ref c1, ref c2, ref c3);
                }

                if (TRows.Value > 3)
                {
                    Step<TColumns>(term + (3 * leftStep), x0, x1, x2, x3, ref d0, ref d1, ref d2, ref d3);
                }
            }
        }

        Store<TColumns>(product, a0, a1, a2, a3);
        if (TRows.Value > 1)
        {
            Store<TColumns>(product + productStride, b0, b1, b2, b3);
        }

        if (TRows.Value > 2)
        {
            Store<TColumns>(product + (2 * productStride), c0, c1, c2, c3);
        }

        if (TRows.Value > 3)
        {
            Store<TColumns>(product + (3 * productStride), d0, d1, d2, d3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Begin<TColumns>(float* product, ref TTerms sum0, ref TTerms sum1, ref TTerms sum2, ref TTerms sum3)
        where TColumns : struct, ICount
    {
        sum0 = TTerms.Begin(product);
        if (TColumns.Value > 1)
        {
            sum1 = TTerms.Begin(product + TTerms.Width);
        }

        if (TColumns.Value > 2)
        {
            sum2 = TTerms.Begin(product + (2 * TTerms.Width));
            sum3 = TTerms.Begin(product + (3 * TTerms.Width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TColumns>(byte* term, TTerms x0, TTerms x1, TTerms x2, TTerms x3, ref TTerms sum0, ref TTerms sum1, ref TTerms sum2, ref TTerms sum3)
        where TColumns : struct, ICount
    {
        var y = TTerms.Broadcast(term);
        sum0 = TTerms.MultiplyAdd(y, x0, sum0);
        if (TColumns.Value > 1)
        {
            sum1 = TTerms.MultiplyAdd(y, x1, sum1);
        }

        if (TColumns.Value > 2)
        {
            sum2 = TTerms.MultiplyAdd(y, x2, sum2);
            sum3 = TTerms.MultiplyAdd(y, x3, sum3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TColumns>(float* product, TTerms sum0, TTerms sum1, TTerms sum2, TTerms sum3)
        where TColumns : struct, ICount
    {
        TTerms.Store(sum0, product);
        if (TColumns.Value > 1)
        {
            TTerms.Store(sum1, product + TTerms.Width);
        }

        if (TColumns.Value > 2)
        {
            TTerms.Store(sum2, product + (2 * TTerms.Width));
            TTerms.Store(sum3, product + (3 * TTerms.Width));
        }
    }
}
