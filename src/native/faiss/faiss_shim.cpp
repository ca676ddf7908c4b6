// A C interface to the few operations of FAISS (Johnson et al. 2017) that we need: FAISS itself offers C++, and Debian's package no C library.
// Every function returns 0, or -1 with the reason in sbert_faiss_error() of the same thread; no exception leaves this file.

#include <cstdint>
#include <exception>
#include <memory>
#include <string>

#include <omp.h>

#include <faiss/AutoTune.h>
#include <faiss/Index.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVF.h>
#include <faiss/index_factory.h>
#include <faiss/index_io.h>

extern "C" void openblas_set_num_threads(int threads);

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

thread_local std::string last_error;

template <typename Body>
int guarded(Body body) {
    try {
        body();
        return 0;
    } catch (const std::exception& error) {
        last_error = error.what();
    } catch (...) {
        last_error = "unknown exception";
    }
    return -1;
}

// OpenMP's threads of the calling thread, put back at the end.
class Threads {
public:
    explicit Threads(int threads) : before(omp_get_max_threads()) { omp_set_num_threads(threads); }
    ~Threads() { omp_set_num_threads(before); }
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;

private:
    const int before;
};

} // namespace

EXPORT const char* sbert_faiss_error() { return last_error.c_str(); }

// Unit vectors are compared by inner product, so scores are cosines.
EXPORT int sbert_faiss_create(int dimension, const char* factory, faiss::Index** index) {
    return guarded([&] { *index = faiss::index_factory(dimension, factory, faiss::METRIC_INNER_PRODUCT); });
}

EXPORT void sbert_faiss_free(faiss::Index* index) { delete index; }

EXPORT int sbert_faiss_train(faiss::Index* index, int64_t count, const float* vectors) {
    return guarded([&] { index->train(count, vectors); });
}

EXPORT int sbert_faiss_add(faiss::Index* index, int64_t count, const float* vectors) {
    return guarded([&] { index->add(count, vectors); });
}

// A query that is asked alone has one thread: FAISS divides queries among threads, not the work of one. HNSW starts a team all the same, and its second thread then spins for
// milliseconds, waiting for more, in the way of whoever encodes the next query.
EXPORT int sbert_faiss_search(const faiss::Index* index, int64_t count, const float* queries, int64_t k, float* scores, int64_t* ids) {
    return guarded([&] {
        const Threads threads(count == 1 ? 1 : omp_get_max_threads());
        index->search(count, queries, k, scores, ids);
    });
}

// By FAISS's own names, e.g. nprobe, efSearch, efConstruction.
EXPORT int sbert_faiss_set(faiss::Index* index, const char* name, double value) {
    return guarded([&] { faiss::ParameterSpace().set_index_parameter(index, name, value); });
}

EXPORT int sbert_faiss_save(const faiss::Index* index, const char* path) {
    return guarded([&] { faiss::write_index(index, path); });
}

EXPORT int sbert_faiss_load(const char* path, faiss::Index** index) {
    return guarded([&] { *index = faiss::read_index(path); });
}

EXPORT int64_t sbert_faiss_count(const faiss::Index* index) { return index->ntotal; }

EXPORT int sbert_faiss_dimension(const faiss::Index* index) { return index->d; }

// FAISS threads by OpenMP and multiplies by OpenBLAS, which has threads of its own; left alone they wait for each other on a busy machine.
EXPORT void sbert_faiss_threads(int threads) {
    omp_set_num_threads(threads);
    openblas_set_num_threads(threads);
}
