using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SbertRepro.Evaluation;
using TorchSharp;

namespace SbertRepro.Encoders.Native;

/// <summary>Which libtorch this process computes with.</summary>
/// <param name="Folder">Where the libraries lie.</param>
/// <param name="Version">Of libtorch: the package's, or what an existing PyTorch install says of itself.</param>
/// <param name="Edited">True when libLibTorchSharp.so was loaded from an edited copy (see <see cref="ElfSymbolEdit"/>).</param>
/// <param name="Warning">What a reader of the numbers should know, or null.</param>
public sealed record LibTorchInfo(string Folder, string Version, bool Edited, string? Warning);

/// <summary>
/// The one way into TorchSharp: every program and test that uses torch calls <see cref="Load"/> before it touches a TorchSharp type.
/// Finds the native libraries, works around an old libstdc++, and turns every failure into one sentence with a remedy.
/// </summary>
public static partial class LibTorch
{
    /// <summary>Names a folder with an existing libtorch to use instead of the package's, e.g. site-packages/torch/lib.</summary>
    public const string FolderVariable = "SBERT_REPRO_LIBTORCH";

    /// <summary>The libtorch that TorchSharp 0.107.0 was built against.</summary>
    public const string ExpectedVersion = "2.10.0";

    private static readonly Lazy<LibTorchInfo> Loaded = new(LoadOnce);

    /// <summary>Loads libtorch once per process.</summary>
    /// <exception cref="ActionableException">It cannot be loaded; the message names the missing library and what to install.</exception>
    public static LibTorchInfo Load() => Loaded.Value;

    private static LibTorchInfo LoadOnce()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? Existing(named) : null;
        var edited = OperatingSystem.IsLinux() && LoadOnLinux(folder ?? PackageFolder());
        Initialise();
        var version = folder is null ? ExpectedVersion : InstalledVersion(folder);
        var warning = version.StartsWith("2.10.", StringComparison.Ordinal)
            ? null
            : $"libtorch {version} from {folder}; TorchSharp 0.107.0 was built for {ExpectedVersion}, so a crash or a wrong number is possible";
        return new LibTorchInfo(folder ?? PackageFolder(), version, edited, warning);
    }

    // By absolute path and in the order of their dependencies: the loader then finds each by its soname, wherever the next one looks.
    private static bool LoadOnLinux(string folder)
    {
        foreach (var library in new[] { "libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so" })
        {
            var path = Path.Combine(folder, library);
            if (File.Exists(path)) LoadLibrary(path);
            else if (!library.Contains("cuda", StringComparison.Ordinal)) throw Missing(library, folder);
        }

        var sharp = SharpLibrary();
        try
        {
            NativeLibrary.Load(sharp);
            return false;
        }
        catch (DllNotFoundException failure) when (failure.Message.Contains("GLIBCXX_3.4.32", StringComparison.Ordinal))
        {
            LoadLibrary(EditedCopy(sharp));
            return true;
        }
        catch (DllNotFoundException failure)
        {
            throw Explain(sharp, failure);
        }
    }

    private static void LoadLibrary(string path)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            throw Explain(path, failure);
        }
    }

    private static void Initialise()
    {
        try
        {
            if (!torch.TryInitializeDeviceType(DeviceType.CPU)) throw new DllNotFoundException("TorchSharp found no CPU backend");
            torch.get_num_threads();
        }
        catch (Exception failure) when (failure is TypeInitializationException or DllNotFoundException or NotSupportedException or TargetInvocationException)
        {
            throw Explain("TorchSharp", failure.InnerException ?? failure);
        }
    }

    /// <summary>The copy lies in the user's cache under the hash of the original, so another TorchSharp gets another copy; the package is never touched.</summary>
    private static string EditedCopy(string original)
    {
        var image = File.ReadAllBytes(original);
        var name = Convert.ToHexStringLower(SHA256.HashData(image))[..16];
        var folder = Directory.CreateDirectory(Path.Combine(CacheFolder(), "native", name));
        var copy = Path.Combine(folder.FullName, Path.GetFileName(original));
        try
        {
            ElfSymbolEdit.Redirect(image, "_ZSt21ios_base_library_initv", "_ZN2at15get_num_threadsEv", "GLIBCXX_3.4.32");
        }
        catch (InvalidDataException failure)
        {
            throw new ActionableException(
                $"needs GLIBCXX_3.4.32, which this system's libstdc++ lacks, and cannot be edited to do without ({failure.Message})", original,
                next: "install libstdc++6 of GCC 13 or newer (Debian 13, Ubuntu 24.04)", inner: failure);
        }

        // Written anew each time and renamed: a copy cut short by a kill, or damaged since, is never loaded.
        var temporary = $"{copy}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(temporary, image);
        File.Move(temporary, copy, overwrite: true);
        return copy;
    }

    private static string SharpLibrary()
    {
        foreach (var folder in NativeFolders())
        {
            var path = Path.Combine(folder, "libLibTorchSharp.so");
            if (File.Exists(path)) return path;
        }

        throw Missing("libLibTorchSharp.so", AppContext.BaseDirectory);
    }

    private static string PackageFolder() =>
        NativeFolders().FirstOrDefault(folder => File.Exists(Path.Combine(folder, "libtorch.so"))) ?? AppContext.BaseDirectory;

    private static IEnumerable<string> NativeFolders() =>
        [AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", PortableIdentifier(), "native")];

    private static string PortableIdentifier() => $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    internal static string CacheFolder()
    {
        var cache = Environment.GetEnvironmentVariable("SBERT_REPRO_CACHE");
        if (!string.IsNullOrEmpty(cache)) return cache;
        var home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(home, "sbert-repro");
    }

    private static string Existing(string folder) =>
        Directory.Exists(folder)
            ? Path.GetFullPath(folder)
            : throw new ActionableException($"{FolderVariable} names no folder", folder, "a folder with libtorch.so", "unset it to use the packaged libtorch");

    // site-packages/torch/lib lies beside site-packages/torch/version.py
    private static string InstalledVersion(string folder)
    {
        var file = Path.Combine(folder, "..", "version.py");
        var match = File.Exists(file) ? VersionLine().Match(File.ReadAllText(file)) : Match.Empty;
        return match.Success ? match.Groups[1].Value : "unknown";
    }

    private static ActionableException Missing(string library, string folder) =>
        new($"{library} is missing", folder, next: "build again (dotnet build -c Release), or set "
            + $"{FolderVariable} to the lib folder of a PyTorch {ExpectedVersion} install");

    private static ActionableException Explain(string path, Exception failure)
    {
        var missing = MissingLibrary().Match(failure.Message) is { Success: true } match ? match.Groups[1].Value : null;
        return missing is null
            ? new ActionableException($"cannot be loaded ({FirstLine(failure.Message)})", path, next: $"see README, 'When libtorch does not load'", inner: failure)
            : new ActionableException($"needs {missing}, which this system lacks", path, next: $"install it: {Remedy(missing)}", inner: failure);
    }

    private static string Remedy(string library) => library switch
    {
        _ when library.StartsWith("libgomp", StringComparison.Ordinal) => "apt-get install libgomp1",
        _ when library.StartsWith("libstdc++", StringComparison.Ordinal) => "apt-get install libstdc++6",
        _ when library.Contains("cud", StringComparison.Ordinal) || library.Contains("cublas", StringComparison.Ordinal) =>
            "the CUDA runtime of your driver, or build without -p:Accelerator=cuda",
        _ when library.StartsWith("ld-linux", StringComparison.Ordinal) || library.StartsWith("libc.so", StringComparison.Ordinal) =>
            "libtorch needs glibc; Alpine (musl) is not supported, use a Debian or Ubuntu image",
        _ => "the package of your distribution that provides it",
    };

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();

    [GeneratedRegex(@"([\w.+\-]+\.so[\w.]*): cannot open shared object file")]
    private static partial Regex MissingLibrary();

    [GeneratedRegex("__version__ = '([^'+]+)")]
    private static partial Regex VersionLine();
}
