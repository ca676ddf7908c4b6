using System.Runtime.InteropServices;
using SbertRepro.Encoders.Training;
using SbertRepro.Encoders.Training.Objectives;
using Xunit;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Tests.Training;

/// <summary>Memory that the C library has handed out and not got back: libtorch's tensors are in it, .NET's heap is not.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed partial class TrainingMemoryTests : IDisposable
{
    private const int Batch = 8;
    private const int Rows = 160;

    // Until the caches of libtorch and its allocator are full; in bfloat16 on a Zen 5 200 steps did not do.
    private const int WarmUp = 1000;
    private const int Stretch = 50;

    private readonly TemporaryFolder model = new();

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void A_thousand_steps_leave_no_tensor_and_no_native_memory_behind(Precision precision)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "mallinfo2 is glibc's");
        var rows = TrainingRows.Separate(ToyTask.Examples(Rows), ToyTask.Model(model), 64);
        using var tuning = new FineTuning(model.Path, rows, new SoftmaxClassification(Classes: 2), new FineTuningOptions { BatchSize = Batch, Dropout = 0.1, Precision = precision });
        Steps(0, WarmUp);
        var (bytes, tensors) = (LiveBytes(), Tensor.TotalCount);
        List<long> growth = [];
        for (var from = WarmUp; from < WarmUp + 1000; from += Stretch)
        {
            Steps(from, from + Stretch);
            Assert.Equal(tensors, Tensor.TotalCount);
            growth.Add(LiveBytes() - bytes);
            bytes += growth[^1];
        }

        // A leak grows in every stretch; a worker thread that joins brings some megabytes of buffers, once. A generator forgotten in each step would be 250,000.
        Assert.InRange(growth.Order().ElementAt(growth.Count / 2), long.MinValue, 62_500);

        void Steps(int from, int to)
        {
            for (var step = from; step < to; step++) tuning.TakeStep(step, [.. Enumerable.Range(0, Batch).Select(row => ((step * Batch) + row) % Rows)]);
        }
    }

    public void Dispose() => model.Dispose();

    private static long LiveBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var info = Mallinfo2();
        return (long)(info.InUse + info.Mapped);
    }

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial MallocInfo Mallinfo2();

    // struct mallinfo2 of malloc.h: arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct MallocInfo
    {
        private readonly nuint arena, freeChunks, fastChunks, mappedChunks;
        public readonly nuint Mapped;
        private readonly nuint usmblks, fastFree;
        public readonly nuint InUse;
        private readonly nuint free, top;
    }
}
