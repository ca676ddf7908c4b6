using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SbertRepro.Encoders.Native;
using SbertRepro.Evaluation;

namespace SbertRepro.Encoders.Search;

/// <summary>
/// The C interface of <c>src/native/faiss/faiss_shim.cpp</c>, built by the script beside it where FAISS is installed. It is optional: <see cref="WhyNot"/> says what is missing.
/// </summary>
public static partial class FaissLibrary
{
    /// <summary>Names the library's file where it lies elsewhere than in the cache or beside the program.</summary>
    public const string PathVariable = "SBERT_REPRO_FAISS";

    private const string Name = "sbertrepro_faiss";
    private const string FileName = $"lib{Name}.so";

    private static readonly Lazy<string?> Failure = new(TryLoad);

    /// <summary>Why FAISS cannot be used here, and what to install and run; null where it can.</summary>
    public static string? WhyNot => Failure.Value;

    /// <exception cref="ActionableException">The library is not built or does not load.</exception>
    internal static void Load()
    {
        if (Failure.Value is { } reason) throw new ActionableException(reason);
    }

    /// <exception cref="ActionableException">With FAISS's own message, where <paramref name="status"/> is not 0.</exception>
    internal static void Check(int status, string what)
    {
        if (status != 0) throw new ActionableException($"FAISS refused: {Marshal.PtrToStringUTF8(Error())}", what);
    }

    // Loaded by path; the imports below then find it by its soname, wherever it lies.
    private static string? TryLoad()
    {
        const string Remedy = "apt-get install g++ libfaiss-dev libopenblas-dev, then src/native/faiss/build.sh";
        string[] places = Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named
            ? [named]
            : [Path.Combine(LibTorch.CacheFolder(), "native", FileName), Path.Combine(AppContext.BaseDirectory, FileName)];
        if (places.FirstOrDefault(File.Exists) is not { } path) return $"FAISS: no {string.Join(" and no ", places)}. Next: {Remedy}";
        return NativeLibrary.TryLoad(path, out _) ? null : $"FAISS: {path} does not load; it was built for another system, or libopenblas is gone. Next: {Remedy}";
    }

    [LibraryImport(Name, EntryPoint = "sbert_faiss_error")]
    private static partial nint Error();

    [LibraryImport(Name, EntryPoint = "sbert_faiss_create", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Create(int dimension, string factory, out FaissHandle index);

    [LibraryImport(Name, EntryPoint = "sbert_faiss_train")]
    internal static partial int Train(FaissHandle index, long count, ReadOnlySpan<float> vectors);

    [LibraryImport(Name, EntryPoint = "sbert_faiss_add")]
    internal static partial int Add(FaissHandle index, long count, ReadOnlySpan<float> vectors);

    [LibraryImport(Name, EntryPoint = "sbert_faiss_search")]
    internal static partial int Search(FaissHandle index, long count, ReadOnlySpan<float> queries, long k, Span<float> scores, Span<long> ids);

    [LibraryImport(Name, EntryPoint = "sbert_faiss_set", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Set(FaissHandle index, string name, double value);

    [LibraryImport(Name, EntryPoint = "sbert_faiss_save", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Save(FaissHandle index, string path);

    [LibraryImport(Name, EntryPoint = "sbert_faiss_load", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Load(string path, out FaissHandle index);

    [LibraryImport(Name, EntryPoint = "sbert_faiss_count")]
    internal static partial long Count(FaissHandle index);

    [LibraryImport(Name, EntryPoint = "sbert_faiss_dimension")]
    internal static partial int Dimension(FaissHandle index);

    /// <summary>Of OpenMP, for the calling thread, and of OpenBLAS.</summary>
    [LibraryImport(Name, EntryPoint = "sbert_faiss_threads")]
    internal static partial void SetThreads(int threads);

    [LibraryImport(Name, EntryPoint = "sbert_faiss_free")]
    internal static partial void Free(nint index);
}

/// <summary>A <c>faiss::Index*</c>.</summary>
internal sealed class FaissHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public FaissHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        FaissLibrary.Free(handle);
        return true;
    }
}
