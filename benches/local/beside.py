"""The same prompt size through llama.cpp on the same weights: python beside.py <weights.gguf>; needs `llama-cpp-python` (tests/oracles/llama_cpp/run.sh installs it)."""

import os
import resource
import sys
import time

import llama_cpp

began = time.perf_counter()
threads = int(os.environ.get("CANDLE_NUM_THREADS", "1"))
model = llama_cpp.Llama(sys.argv[1], n_ctx=2048, n_threads=threads, n_threads_batch=threads, verbose=False)
print(f"start: {time.perf_counter() - began:.2f} s (no digest)")
prompt = model.tokenize(b"The checkout page has been down for all customers since noon. " * 24, add_bos=False)[:280]
began = time.perf_counter()
model.eval(prompt)
print(f"prompt: {len(prompt) / (time.perf_counter() - began):.0f} tokens/s")
began = time.perf_counter()
for _ in range(64):
    model.eval([model.sample(temp=0.7)])
print(f"decode: {64 / (time.perf_counter() - began):.1f} tokens/s")
print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
